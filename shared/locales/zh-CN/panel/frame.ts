import type * as source from '../../en/panel/frame.ts';
import type { SameShape } from '../../shape.ts';

export const frame: SameShape<typeof source.frame> = {
  overview: '总览',
  stacks: '应用',
  addStack: '添加应用',
  jobs: '任务',
  health: '健康检查',
  settings: '设置',
};

export const light: SameShape<typeof source.light> = {
  good: '正常',
  attention: '需要留意',
  alarm: '没有有效备份',
  overdue: '备份已超期',
  none: '尚无备份',
};

export const ui: SameShape<typeof source.ui> = {
  code: '代码',
  cause: '{{what}}：{{of}}',
  periodic: '定期校验',
  queue: '等待中的复制',
  byHand: '策略 {{policy}}，手动运行',
};

export const recovery: SameShape<typeof source.recovery> = {
  title: 'Lifeboat 的一次运行中途结束，能自动恢复的已经恢复。',
  started: '已重新启动：{{services}}。',
  owed: '尚未能启动：{{services}}。请查看“健康检查”。',
  interrupted: '{{stack}}：{{kind}}已中断，没有留下不完整的内容。',
  undone: '{{stack}}：{{kind}}已撤回，之前的数据正在使用。',
  finished: '{{stack}}：{{kind}}已补充完成。',
  'needs-attention': '{{stack}}：{{kind}}需要人工处理。请查看“健康检查”。',
  read: '已阅',
};

export const quit: SameShape<typeof source.quit> = {
  title: '{{stack}} 的{{kind}}仍在进行，确定退出吗？',
  body: '无论如何选择，被停止的服务都会在 Lifeboat 结束前重新运行。',
  bodyNoServices: '无论如何选择，Lifeboat 都会等正在做的事完成或清理干净后才结束。',
  bodyUpgrade:
    '此次升级会继续等待你的答复。面板和守护进程都不运行时，不会自动恢复到升级之前；时间一到，将在下次启动时恢复。',
  leave: '退出，让它继续等待',
  stay: '不退出',
  cancel: '取消{{kind}}并退出',
  wait: '{{kind}}结束后退出',
};
