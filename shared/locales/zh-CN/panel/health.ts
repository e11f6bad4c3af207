import type { health as source } from '../../en/panel/health.ts';
import type { SameShape } from '../../shape.ts';

export const health: SameShape<typeof source> = {
  again: '重新检查',
  examining: '正在检查',
  examined: '检查于{{when}}',
  findings: '检查结果',
  state: { good: '正常', attention: '需要留意', alarm: '警报' },
  good_other: '检查的 {{count}} 项全部正常。',
  attention_other: '没有警报，有 {{count}} 项需要留意。',
  alarm_other: '有 {{count}} 项异常。处理之前，备份或服务并不安全。',
};
