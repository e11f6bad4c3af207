import { describe, expect, it } from 'vitest';
import {
  asideName,
  copyWorkFolder,
  isStaleWork,
  replicaTrashName,
  stagedDone,
  trashedCopy,
  workOf,
} from './replica-names.ts';

const pack = 'backup_manual_v1_2026-11-20_04-00-00';
const at = '2026-11-20T05:06:07.890Z';

describe('names at a target', () => {
  it('are read as they were given', () => {
    const work = copyWorkFolder('job-1a', at);
    expect(work).toBe('_tmp/job_job-1a_2026-11-20T05-06-07');
    const expected = { jobId: 'job-1a', startedAt: Date.UTC(2026, 10, 20, 5, 6, 7) };
    expect(workOf(work.slice(5))).toEqual(expected);
    expect(workOf(stagedDone(work).slice(5))).toEqual(expected);
    expect(trashedCopy(replicaTrashName('job-1a', pack))).toEqual({ jobId: 'job-1a', pack });
    expect(asideName(pack, at, 1)).toBe(`_aside_2026-11-20T05-06-07_${pack}`);
    expect(asideName(pack, at, 2)).toBe(`_aside_2026-11-20T05-06-07_${pack}_2`);
  });

  it.each(['job_1', 'probe-1', 'job_1_2026-13-20T05-06-07', 'job_1_2026-11-20T05-06-07.more', pack])(
    'takes %s for nobody’s work',
    (name) => expect(workOf(name)).toBeNull(),
  );

  it.each([pack, `_trash_job_${pack}x`, `_aside_2026-11-20T05-06-07_${pack}`, '_trash_job_photos'])(
    'does not take %s for something on its way out',
    (name) => expect(trashedCopy(name)).toBeNull(),
  );
});

describe('isStaleWork', () => {
  const day = 86_400_000;
  const begun = Date.UTC(2026, 10, 20, 5, 6, 7);
  it.each([
    ['unknown', 8, true],
    ['ended', 8, true],
    ['running', 8, false],
    ['unknown', 6, false],
    ['ended', -8, false],
  ] as const)('%s, %i days old: %s', (state, days, expected) => {
    expect(isStaleWork('job_1_2026-11-20T05-06-07', begun + days * day, () => state)).toBe(expected);
  });
});
