import type { doctor as source } from '../en/doctor.ts';
import type { SameShape } from '../shape.ts';

export const doctor = {
  catalog: {
    good: '目录库完好。',
    attention: '目录库需要关注。{{detail}}',
    alarm: '目录库无法使用：{{detail}}。移走它，然后在终端运行 `lifeboat reindex`。',
  },
  storage: {
    good: '{{subject}} 可以写入。',
    attention: '{{subject}} 需要关注。{{detail}}',
    alarm: '{{subject}} 无法存放备份：{{detail}}',
  },
  docker: {
    good: 'Docker {{version}} 响应正常（{{endpoint}}）。',
    attention: 'Docker（{{endpoint}}）没有响应；这里没有应用需要它。{{detail}}',
    alarm: 'Docker（{{endpoint}}）没有响应：{{detail}}',
  },
  debts: {
    good: '为任务停止过的服务都已恢复运行。',
    attention: '待启动的服务：{{count}} 个，有任务正在处理。{{detail}}',
    alarm: '待启动的服务：{{count}} 个。请重新启动 Lifeboat 或运行 `lifeboat recover`。{{detail}}',
  },
  jobs: {
    good: '没有卡住的任务。',
    attention: '需要关注的任务：{{count}} 个。{{detail}}',
    alarm: '进程已消失的任务：{{count}} 个。请重新启动 Lifeboat 或运行 `lifeboat recover`。{{detail}}',
  },
  packs: {
    good: '所有备份包都在记录的位置（{{count}} 个）。',
    attention: '需要关注的备份包：{{count}} 个。{{detail}}',
    alarm: '缺失或损坏的备份包：{{count}} 个。{{detail}}',
  },
  space: {
    good: '{{subject}} 可用 {{free}}。',
    attention: '{{subject}} 仅剩 {{free}}，后续备份约需 {{needed}}。',
    alarm: '{{subject}} 空间不足：可用 {{free}}，需要 {{needed}}。',
  },
  log: {
    good: '日志可以写入。',
    attention: '日志 {{subject}} 需要关注。{{detail}}',
    alarm: '日志 {{subject}} 无法写入：{{detail}}',
  },
  runtime: {
    good: '运行环境：{{version}}。',
    attention: '运行环境 {{version}} 需要关注。{{detail}}',
    alarm: '运行环境 {{version}} 太旧：{{detail}}',
  },
  'kept-data': {
    good: '没有保留回滚前的旧数据。',
    attention:
      '保留着 {{count}} 次回滚的旧数据（{{bytes}}）。撤销或释放（`lifeboat undo`、`lifeboat release`）即可处理。{{detail}}',
    alarm: '回滚前的旧数据不在应在的位置：{{detail}}',
  },
  notifications: {
    good: '没有待送达的消息。{{detail}}',
    attention: '发往 {{subject}} 的消息尚未送达，会继续重试：{{detail}}',
    alarm: '发往 {{subject}} 的最近一条消息无法送达，已放弃：{{detail}}',
  },
  secrets: {
    good: '没有密钥保存在文件中。',
    attention: '密钥保存在 {{subject}} 中，仅靠文件权限保护。',
    alarm: '其他人可以读取 {{subject}} 中的密钥（{{detail}}）。请收回权限并更换密钥。',
  },
  schedule: {
    good: '已启用的策略：{{count}} 个。没有应用逾期。',
    attention:
      '已启用的策略：{{count}} 个。没有计划程序在运行，不会自动备份：请打开面板，或将 `lifeboat daemon` 作为服务运行。',
    alarm:
      '{{subject}} 已有 {{hours}} 小时没有有效备份，其策略只允许 {{allowed}} 小时。请立即备份，并查明为何没有自动完成。',
  },
  pause: {
    good: '计划没有暂停。',
    attention: '所有计划已暂停，期间的计划会被错过。暂停结束：{{detail}}',
    alarm: '所有计划已暂停。{{detail}}',
  },
  missed: {
    good: '没有错过计划备份。',
    attention: '{{subject}} 自最近的有效备份以来错过的计划备份：{{count}} 次。{{detail}}',
    alarm: '{{subject}} 错过了计划备份：{{count}} 次。{{detail}}',
  },
  environment: {
    good: '{{subject}}：生效的值为 {{detail}}。',
    attention: '{{subject}} 设为 {{detail}}，未生效。可用的值：{{needed}}',
    alarm: '{{subject}} 设为 {{detail}}，无效。可用的值：{{needed}}',
  },
  replicas: {
    good: '可用且无等待复制的副本：{{count}}。{{detail}}',
    attention: '{{subject}} 需要留意。最近校验过的副本：{{lastCopy}}；等待复制：{{count}}。{{cause}}',
    alarm: '{{subject}} 无法存放副本，缺它不会开始备份。最近校验过的副本：{{lastCopy}}；等待复制：{{count}}。{{cause}}',
  },
  upgrades: {
    good: '没有受保护的升级在等待答复，也没有卡住的升级。',
    attention:
      '{{subject}} 的升级受保护（{{upgradeState}}，截至 {{detail}}）。如果没有保留新版本（`lifeboat upgrade-confirm {{job}}`），一切将恢复到升级之前。',
    alarm: '{{subject}} 的升级 {{job}} 无法撤销：{{cause}}请排除原因，然后运行 `lifeboat upgrade-rollback {{job}}`。',
  },
} as const satisfies SameShape<typeof source>;
