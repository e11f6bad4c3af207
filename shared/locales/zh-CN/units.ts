import type { units as source } from '../en/units.ts';
import type { SameShape } from '../shape.ts';

export const units = {
  milliseconds: '{{n}} 毫秒',
  seconds: '{{n}} 秒',
  minutes: '{{n}} 分',
  hours: '{{n}} 小时',
  days: '{{n}} 天',
  separator: ' ',
  listSeparator: '、',
  now: '刚刚',
} as const satisfies SameShape<typeof source>;
