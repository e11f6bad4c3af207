import type { alarms as source } from '../en/alarms.ts';
import type { SameShape } from '../shape.ts';

export const alarms: SameShape<typeof source> = {
  fault: {
    overdue: '{{stack}} 已超过 {{hours}} 小时没有完好的备份。',
    'run-failed': '{{stack}} 计划于 {{planned}} 的备份（{{policy}}）失败：{{reason}}',
    'run-missed': '{{stack}} 在 {{planned}} 没有备份（{{policy}}）。{{reason}}',
    'verify-failed': '{{stack}} 的备份包 {{backup}} 未通过校验：{{reason}}',
    'storage-gone': '{{stack}} 的存储无法使用：{{reason}}',
    'services-down': '为任务停止后尚未恢复运行：{{stack}} 的 {{services}}。',
    'half-exchanged': '{{stack}} 的回滚或撤销中途停住：数据可能新旧混杂。',
    'replica-gone': '{{stack}} 的副本 {{replica}} 无法存放备份：{{reason}}',
    'upgrade-stuck': '{{stack}} 的升级尚未撤销。{{reason}}',
    'upgrade-undone': '{{stack}} 的升级已撤销，应用与升级之前相同。{{reason}}',
    'upgrade-waiting':
      '{{stack}} 的新版本健康，等待你的答复，截至 {{until}}。如果没有保留新版本，一切将恢复到升级之前。',
    interrupted: '{{stack}} 的{{kind}}任务曾被中断，已进行恢复。',
  },
  subject: {
    alarm: 'Lifeboat：{{stacks}} 告警',
    attention: 'Lifeboat：{{stacks}} 需要关注',
    over: 'Lifeboat：{{stacks}} 有告警已解除',
    success: 'Lifeboat：{{stacks}} 已备份',
    test: 'Lifeboat：测试消息',
  },
  line: {
    fault: '{{sentence}}（自 {{since}} 起）',
    over: '已解除：{{sentence}}',
    success: '{{stack}} 计划于 {{planned}} 的备份（{{policy}}）已完成并通过校验。',
    test: '这是你要求发送的测试消息，不反映任何应用的状态。',
    sender: '由 {{host}} 上的 Lifeboat 发送。',
  },
};
