import type { cron as source } from '../en/cron.ts';
import type { SameShape } from '../shape.ts';

export const cron: SameShape<typeof source> = {
  day: '每天 {{at}}',
  week: '每{{days}} {{at}}',
  workdays: '周一至周五 {{at}}',
  month: '每月 {{day}} 日 {{at}}',
  monthEnd: '每月最后一天 {{at}}',
  weekday: { '0': '周日', '1': '周一', '2': '周二', '3': '周三', '4': '周四', '5': '周五', '6': '周六' },
};
