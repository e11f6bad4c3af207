import { expect, it } from 'vitest';
import { causeText } from './cause.ts';
import { wordsIn } from './testing/words-in.ts';

it.each([
  ['manual', 'manual', '手动'],
  ['pre-upgrade', 'pre-upgrade', '升级前'],
  ['recovery', 'recovery', '中断恢复'],
  ['before rollback to backup_1', 'rollback: backup_1', '回滚：backup_1'],
  ['imported from a.tar', 'import: a.tar', '导入：a.tar'],
  ['scheduled nightly @ 2026-11-20 04:00', 'scheduled: nightly @ 2026-11-20 04:00', '定时：nightly @ 2026-11-20 04:00'],
  ['policy nightly, run by hand', 'policy nightly, run by hand', '策略 nightly，手动运行'],
  [
    'retention after nightly @ 2026-11-20 04:00',
    'prune: nightly @ 2026-11-20 04:00',
    '清理：nightly @ 2026-11-20 04:00',
  ],
  ['periodic verification', 'periodic verification', '定期校验'],
  ['copy to NAS', 'replication: NAS', '复制副本：NAS'],
  ['verify on NAS', 'verify: NAS', '校验：NAS'],
  ['adopt from NAS', 'adoption: NAS', '接管副本：NAS'],
  ['fetch backup_1', 'fetch from replica: backup_1', '从副本取回：backup_1'],
  ['replication queue', 'a copy that had waited', '等待中的复制'],
  ['cron of the host', 'cron of the host', 'cron of the host'],
])('%s', (trigger, en, zh) => {
  expect(causeText(trigger, wordsIn('en'))).toBe(en);
  expect(causeText(trigger, wordsIn('zh-CN'))).toBe(zh);
});
