import { expect, it } from 'vitest';
import type { ErrorReport } from '../../../shared/errors.ts';
import { createTranslator } from '../../../shared/i18n.ts';
import type { Language } from '../../../shared/language.ts';
import type { ReplicaView } from '../../../shared/model/replica.ts';
import { formatRelative } from '../../../shared/units.ts';
import { targetSentence, targetState } from './target-state.ts';
import { aCopy, aTarget } from './testing/a-target.ts';

const now = Date.parse('2026-11-20T10:00:00.000Z');
const full: ErrorReport = { code: 'REPLICA_FULL', params: { path: 'x' } };
const away: ErrorReport = { code: 'REPLICA_NOT_MOUNTED', params: { path: '/mnt/replica', found: 'ext4' } };
const verified = { copies: [aCopy()], lastVerifiedAt: '2026-11-20T04:00:00.000Z' };

function said(language: Language, change: Partial<ReplicaView>): string {
  const { text, error } = createTranslator(language);
  const words = {
    text,
    error: (report: ErrorReport) => error(report, now),
    ago: (time: string, at: number) => formatRelative(time, at, language),
  };
  return targetSentence(targetState(aTarget(change)), words, now);
}

it.each<[string, Partial<ReplicaView>, string, string]>([
  ['nothing copied', {}, 'none', 'Nothing was copied yet.'],
  ['the newest is verified', verified, 'good', 'Last verified copy 6 hours ago.'],
  [
    'one waits',
    { ...verified, backlog: 1, copies: [aCopy({ state: 'waiting' }), aCopy()] },
    'attention',
    '1 backup waits to be copied.',
  ],
  [
    'two wait, and the target is away',
    { ...verified, backlog: 2, fault: away },
    'attention',
    '2 backups wait: /mnt/replica is not mounted as a Windows share: ext4. Nothing was written there.',
  ],
  [
    'one waits for its own reason',
    { backlog: 1, copies: [aCopy({ state: 'waiting', reason: full })] },
    'attention',
    '1 backup waits: The replica has no space left for x. The backup here is not affected.',
  ],
  ['one is being copied', { backlog: 1, copies: [aCopy({ state: 'running' })] }, 'none', 'Being copied now.'],
  [
    'the newest failed for good, an older one is verified',
    { ...verified, copies: [aCopy({ state: 'failed', reason: full }), aCopy()] },
    'alarm',
    'The last copy failed: The replica has no space left for x. The backup here is not affected.',
  ],
  ['the newest failed, nobody knows why', { copies: [aCopy({ state: 'failed' })] }, 'alarm', 'The last copy failed.'],
  ['the newest is gone', { copies: [aCopy({ state: 'missing' })] }, 'alarm', 'The last copy is not there any more.'],
  [
    'all verified, but away at the last look',
    { ...verified, fault: away },
    'attention',
    'Not there at the last look: /mnt/replica is not mounted as a Windows share: ext4. Nothing was written there.',
  ],
])('%s', (_what, change, light, sentence) => {
  expect(targetState(aTarget(change)).light).toBe(light);
  expect(said('en', change)).toBe(sentence);
  expect(said('zh-CN', change)).toMatch(/。$/u);
});

it('says when in Chinese too', () => {
  expect(said('zh-CN', verified)).toBe('6 小时前有一个副本通过校验。');
});
