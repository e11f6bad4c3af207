import type { scheduleErrors as source } from '../../en/errors/schedule.ts';
import type { SameShape } from '../../shape.ts';

export const scheduleErrors = {
  REPLICA_NOT_FOUND: { message: '没有副本目标 {{replica}}。', action: '选择已有的目标（`lifeboat replica list`）。' },
  POLICY_NOT_FOUND: { message: '没有策略 {{policy}}。', action: '选择已有的策略（`lifeboat policy list`）。' },
  POLICY_EXISTS: {
    message: '此应用已有名为 {{policy}} 的策略。未做任何更改。',
    action: '换一个名称，或修改已有的策略。',
  },
  POLICY_INVALID: { message: '此策略无效：{{detail}}。未做任何更改。', action: '更正后重新保存。' },
  CRON_INVALID: {
    message: '“{{cron}}”不是有效的计划：{{detail}}。未做任何更改。',
    action: '写五个字段：分、时、日、月、星期；`0 4 * * *` 表示每天 04:00。',
  },
  TIME_ZONE_INVALID: {
    message: '没有时区“{{zone}}”。未做任何更改。',
    action: '使用 IANA 列表中的名称，例如 Europe/Berlin 或 Asia/Shanghai。',
  },
  RUN_MISSED_NOT_RUNNING: {
    message: '已错过：当时 Lifeboat 没有运行。',
    action: '立即备份。让 Lifeboat 在登录时启动，或将 `lifeboat daemon` 作为服务运行。',
  },
  RUN_MISSED_ASLEEP: {
    message: '已错过：当时计算机处于睡眠状态。',
    action: '立即备份。把计划改到计算机开机的时间。',
  },
  RUN_MISSED_PAUSED: {
    message: '已错过：当时计划已暂停。',
    action: '恢复计划（`lifeboat schedule resume`），需要时立即备份。',
  },
  RUN_OVERTAKEN: {
    message: '已错过：还没能开始，此策略的下一次就到了。',
    action: '如果经常发生，请降低计划的频率。',
  },
  RUN_QUEUED: {
    message: '正在等待：同时运行的计划备份已达上限（{{limit}} 个）。',
    action: '其中一个结束后即开始。LIFEBOAT_BACKUP_MAX_PARALLEL 规定可同时运行的数量。',
  },
  PRUNE_AFTER_FAILURE: {
    message: '{{stack}} 最新的备份 {{backup}} 不是有效备份。未删除任何备份。',
    action: '查明原因（`lifeboat show {{backup}}`），然后校验它或重新备份。只有最新备份有效时才会清理旧备份。',
  },
  PRUNE_STOPPED: {
    message: '无法删除 {{backup}}：{{detail}}。在此之前已删除 {{deleted}} 个，还有 {{left}} 个待删除。',
    action: '排除上述原因后再次清理，会从停下的地方继续。',
  },
} as const satisfies SameShape<typeof source>;
