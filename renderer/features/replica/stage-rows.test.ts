import { describe, expect, it } from 'vitest';
import { type ReplicaTest, type TestStage, testStages } from '../../../shared/model/replica.ts';
import { wordsIn } from '../testing/words-in.ts';
import { hasPassed, stageRows } from './stage-rows.ts';

const en = wordsIn('en');
const ok = (stage: TestStage, detail: string | number | null = null): ReplicaTest['stages'][number] => ({
  stage,
  ok: true,
  detail,
  error: null,
});
const shown = (...question: Parameters<typeof stageRows>) =>
  stageRows(...question).map(({ stage, state }) => `${stage} ${state}`);

it('shows what is to come before there is an answer; a disk has no log-on', () => {
  expect(shown('smb', null, en)).toHaveLength(9);
  expect(shown('smb', null, en).every((row) => row.endsWith(' open'))).toBe(true);
  expect(shown('folder', null, en)).not.toContain('log-on open');
});

it('shows nothing as well that was not reached', () => {
  const error = { code: 'REPLICA_LOGON_REFUSED', params: { host: 'nas', user: 'u', detail: 'x' } } as const;
  const test: ReplicaTest = { stages: [ok('reach'), { stage: 'log-on', ok: false, detail: null, error }] };
  expect(shown('smb', test, en)).toEqual([
    'reach ok',
    'log-on bad',
    'protection open',
    'share open',
    'identity open',
    'write open',
    'read-back open',
    'rename open',
    'delete open',
  ]);
  expect(stageRows('smb', test, en)[1]?.error).toEqual(error);
});

it('says what was found: algorithms as they are, free bytes in words', () => {
  const stages = [ok('reach'), ok('protection', 'SMB 3.1.1 · AES-128-GCM'), ok('share', 1_200_000_000_000)];
  expect(stageRows('smb', { stages }, en).map(({ detail }) => detail)).toEqual([
    null,
    'SMB 3.1.1 · AES-128-GCM',
    '1.2 TB free',
  ]);
});

describe('hasPassed', () => {
  it('is for a test that went to its end', () => {
    expect(hasPassed({ stages: testStages.map((stage) => ok(stage)) })).toBe(true);
    expect(hasPassed({ stages: testStages.slice(0, -1).map((stage) => ok(stage)) })).toBe(false);
    expect(hasPassed({ stages: [] })).toBe(false);
    expect(hasPassed({ stages: testStages.map((stage) => ({ ...ok(stage), ok: stage !== 'rename' })) })).toBe(false);
  });
});
