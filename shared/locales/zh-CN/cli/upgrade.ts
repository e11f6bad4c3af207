import type { upgrade as source } from '../../en/cli/upgrade.ts';
import type { SameShape } from '../../shape.ts';

export const upgrade = {
  none: '还没有受保护的升级。',
  noLayers: '升级点中没有镜像层（--images）：在确认升级之前，请不要删除旧镜像。',
  waits: '{{stack}} 的新版本健康。它还会等待你的答复 {{left}}；之后一切将自动恢复到升级之前。',
  elsewhere: '也可在其他地方答复：lifeboat upgrade-confirm {{job}}，或 lifeboat upgrade-rollback {{job}}',
  kept: '已保留 {{stack}} 的新版本。',
  later: '升级之前的数据：lifeboat rollback latest --type pre-upgrade',
  back: '{{stack}} 已与升级之前相同。',
  orphan:
    '{{stack}} 的升级正在等待你的答复（剩余 {{left}}），而跟踪它的进程已不存在：lifeboat upgrade-confirm {{job}}，或 lifeboat upgrade-rollback {{job}}。时间一到，运行中的面板或守护进程会自动恢复到升级之前。',
} as const satisfies SameShape<typeof source>;
