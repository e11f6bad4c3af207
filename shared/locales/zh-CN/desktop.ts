import type { desktop as source } from '../en/desktop.ts';
import type { SameShape } from '../shape.ts';

export const desktop: SameShape<typeof source> = {
  choose: {
    'compose-file': '选择 compose 文件',
    folder: '选择要保护的文件夹',
    sqlite: '选择 SQLite 文件',
    export: '选择导出位置',
    storage: '选择备份的存放位置',
    replica: '选择副本的存放位置',
    import: '选择导出的备份',
  },
  notify: { title: '{{stack}}：{{kind}}{{status}}' },
  start: { failed: 'Lifeboat 无法打开' },
  tray: {
    open: '打开 Lifeboat',
    backUp: '{{mark}} 立即备份 {{stack}}',
    next: '下次：{{stack}}，{{when}}',
    nobody: '没有进程按计划执行',
    pause: '暂停定时备份',
    paused: '定时备份已暂停',
    pausedUntil: '定时备份已暂停，到 {{time}} 恢复',
    resume: '恢复定时备份',
    worstMore_other: '{{said}}另有 {{count}} 个应用同样如此。',
    quit: '退出',
    refused: '备份没有开始',
    refusedPause: '定时备份没有更改',
  },
};
