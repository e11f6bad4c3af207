import { describe, expect, it } from 'vitest';
import type { PruneReport } from '../../../shared/model/schedule.ts';
import { AppError } from '../../core/errors.ts';
import { ended, fakeEngine } from '../testing/fake-engine.ts';
import { person } from '../testing/person.ts';
import { runLine } from '../testing/run-line.ts';
import { backup } from '../testing/samples.ts';

const report: PruneReport = {
  keeps: [
    { backupId: 'a', name: 'backup_a', reason: 'last-good' },
    { backupId: 'b', name: 'backup_b', reason: 'days' },
    { backupId: 'c', name: 'backup_c', reason: 'days' },
  ],
  deletes: [
    { backupId: 'd', name: 'backup_d', storedBytes: 1_000_000 },
    { backupId: 'e', name: 'backup_e', storedBytes: 500_000 },
  ],
  freedBytes: 1_500_000,
};

describe('prune', () => {
  it('says with --dry-run what would go and why the rest stays, and starts nothing', async () => {
    const engine = fakeEngine({ previewPrune: () => Promise.resolve(report) });
    const { code, stdout } = await runLine(['prune', 'wiki', '--dry-run'], engine);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Would delete 2 \(1\.5 MB\) and keep 3\. Nothing is done\.\n/u);
    expect(stdout).toMatch(/^backup_e +500\.0 kB$/mu);
    expect(stdout).toMatch(/^young enough +2$/mu);
    expect(JSON.parse((await runLine(['prune', 'wiki', '--dry-run', '--json'], engine)).stdout)).toEqual(report);
  });

  it('says what it has deleted, in both languages', async () => {
    const engine = fakeEngine({ prune: () => ended(report) });
    expect((await runLine(['prune', 'wiki'], engine)).stdout).toMatch(/^Deleted 2 \(1\.5 MB\), kept 3\.\n/u);
    const chinese = await runLine(['prune', 'wiki'], engine, { language: 'zh-CN' });
    expect(chinese.stdout).toMatch(/^已清理 2 个（1\.5 MB），保留 3 个。\n/u);
    const none = fakeEngine({ prune: () => ended({ ...report, deletes: [], freedBytes: 0 }) });
    expect((await runLine(['prune', 'wiki'], none)).stdout).toMatch(/^Nothing to delete\. Kept: 3\.\n/u);
  });

  it('is refused after a failure, with what to do', async () => {
    const engine = fakeEngine({
      prune: () => {
        throw new AppError('PRUNE_AFTER_FAILURE', { stack: 'wiki', backup: 'backup_x' });
      },
    });
    const { code, stderr } = await runLine(['prune', 'wiki'], engine);
    expect(code).toBe(16);
    expect(stderr).toContain('The newest backup of wiki, backup_x, is not good. Nothing was deleted.');
    expect(stderr).toContain('lifeboat show backup_x');
    const chinese = await runLine(['prune', 'wiki'], engine, { language: 'zh-CN' });
    expect(chinese.stderr).toContain('不是有效备份。未删除任何备份。');
  });
});

describe('pin and unpin', () => {
  it.each([
    ['pin', true, / is pinned: no retention deletes it\.\n$/u],
    ['unpin', false, / is not pinned any more\.\n$/u],
  ])('%s', async (verb, pinned, said) => {
    const asked: unknown[] = [];
    const engine = fakeEngine({
      findBackup: () => Promise.resolve(backup),
      setPinned: (...of) => {
        asked.push(of);
        return Promise.resolve({ ...backup, pinned });
      },
    });
    expect((await runLine([verb, 'latest'], engine)).stdout).toMatch(said);
    expect(asked).toEqual([[backup.id, pinned]]);
    expect(JSON.parse((await runLine([verb, 'latest', '--json'], engine)).stdout)).toMatchObject({ pinned });
  });

  it('delete says in its question that a backup is pinned', async () => {
    const asking = person(false);
    const engine = fakeEngine({ findBackup: () => Promise.resolve({ ...backup, pinned: true }) });
    expect((await runLine(['delete', 'latest'], engine, { prompts: asking })).code).toBe(16);
    expect(asking.asked).toEqual([`Delete ${backup.name}? It is pinned: somebody meant it to stay.`]);
  });

  it('list and show tell a pinned backup from others', async () => {
    const engine = fakeEngine({
      backups: () => Promise.resolve([{ ...backup, pinned: true }, backup]),
      findBackup: () => Promise.resolve({ ...backup, pinned: true }),
    });
    expect((await runLine(['list'], engine)).stdout.match(/ · pinned /gu)).toHaveLength(1);
    expect((await runLine(['show', 'latest'], engine)).stdout).toMatch(/verified .* · pinned$/mu);
  });
});

describe('verify --limit', () => {
  it('hands the limit on, and refuses what is none', async () => {
    const asked: unknown[] = [];
    const engine = fakeEngine({
      findBackup: () => Promise.resolve(backup),
      verify: (...of) => {
        asked.push(of);
        return ended({ path: '/p', name: 'n', parts: 1, files: 1, entries: 1, rawBytes: 1, storedBytes: 1 });
      },
    });
    await runLine(['verify', 'latest', '--limit', '500k'], engine);
    await runLine(['verify', 'latest'], engine);
    expect(asked).toEqual([
      [backup.id, { limit: 500_000 }],
      [backup.id, {}],
    ]);
    expect((await runLine(['verify', 'latest', '--limit', 'fast'], engine)).code).toBe(2);
  });
});
