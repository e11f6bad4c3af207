import type { overview as source } from '../../en/panel/overview.ts';
import type { SameShape } from '../../shape.ts';

export const overview: SameShape<typeof source> = {
  strip: {
    label: '正在进行：{{kind}}',
    bytes: '{{done}} / {{total}}',
    left: '剩余 {{time}}',
    cancel: '取消',
    cancelling: '正在取消…',
  },
};
