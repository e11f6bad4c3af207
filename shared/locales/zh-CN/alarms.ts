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
    interrupted: '{{stack}} 的{{kind}}任务曾被中断，已进行恢复。',
  },
  subject: {
    alarm: 'Lifeboat：{{stacks}} 告警',
    attention: 'Lifeboat：{{stacks}} 需要关注',
    over: 'Lifeboat：{{stacks}} 已恢复正常',
    success: 'Lifeboat：{{stacks}} 已备份',
    test: 'Lifeboat：测试消息',
  },
  line: {
    fault: '{{sentence}}（自 {{since}} 起）',
    over: '已恢复正常：{{sentence}}',
    success: '{{stack}} 计划于 {{planned}} 的备份（{{policy}}）已完成并通过校验。',
    test: '这是您要求发送的测试消息，一切正常。',
    sender: '由 {{host}} 上的 Lifeboat 发送。',
  },
};
