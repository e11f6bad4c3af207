import { describe, expect, it } from 'vitest';
import type { PlanRequest } from '../../core/engine-api.ts';
import { ended, fakeEngine } from '../testing/fake-engine.ts';
import { person } from '../testing/person.ts';
import { runLine } from '../testing/run-line.ts';
import { backup, plan, rolledBack, stack } from '../testing/samples.ts';

describe('rollback', () => {
  const done: unknown[] = [];
  const planned: PlanRequest[] = [];
  const engineOf = (majorDiffers = false) => {
    done.length = 0;
    planned.length = 0;
    return fakeEngine({
      findBackup: () => Promise.resolve(backup),
      planRollback: (request) => {
        planned.push(request);
        return Promise.resolve({ ...plan, version: { current: '3.0.0', target: '2.3.1', majorDiffers } });
      },
      rollback: (_plan, options) => {
        done.push(options);
        return ended(rolledBack);
      },
    });
  };

  it('is refused with 16 where nobody can confirm', async () => {
    const { code, stderr } = await runLine(['rollback', 'latest'], engineOf());
    expect(code).toBe(16);
    expect(stderr).toContain('CONFIRMATION_REQUIRED');
    expect(done).toEqual([]);
  });

  it('shows the plan and has the name typed on a terminal', async () => {
    const prompts = person(true);
    const { code, stderr, stdout } = await runLine(
      ['rollback', 'latest', '--only', 'volume/pgdata', '--no-safety-backup'],
      engineOf(),
      { prompts },
    );
    expect(prompts.asked).toEqual(['Type wiki to confirm']);
    expect(stderr).toMatch(/Stops[^]*Replaces[^]*Keeps[^]*Takes about/u);
    expect(stdout).toContain('Undo: lifeboat undo job-9.');
    expect(planned).toEqual([{ backup: backup.id, scope: 'full', safetyBackup: false, only: ['volume/pgdata'] }]);
    expect({ code, done }).toEqual({ code: 0, done: [{ acceptMajorVersion: false }] });
  });

  it('asks again for another major version, which --yes does not answer', async () => {
    expect((await runLine(['rollback', 'latest', '--yes'], engineOf(true))).code).toBe(16);
    expect(done).toEqual([]);
    expect((await runLine(['rollback', 'latest', '--yes'], engineOf(true), { prompts: person(false) })).code).toBe(16);
    expect(done).toEqual([]);
    expect((await runLine(['rollback', 'latest', '--yes'], engineOf(true), { prompts: person(true) })).code).toBe(0);
    expect((await runLine(['rollback', 'latest', '--yes', '--accept-major-version'], engineOf(true))).code).toBe(0);
    expect(done).toEqual([{ acceptMajorVersion: true }]);
  });

  it('prints one JSON document and no plan beside it with --json --yes', async () => {
    const { stderr, stdout } = await runLine(['rollback', 'latest', '--json', '--yes'], engineOf());
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(rolledBack);
  });

  it.each([
    [['latest', '--plan', 'p.json'], 'USAGE_INVALID'],
    [['--plan', 'p.json', '--data-only'], 'USAGE_INVALID'],
    [['--plan', 'p.json', '--no-safety-backup'], 'USAGE_INVALID'],
    [['--plan', 'none.json'], 'PLAN_INVALID'],
  ])('refuses %j', async (argv, error) => {
    const { code, stdout } = await runLine(['rollback', '--json', '--yes', ...argv], engineOf());
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: error } });
  });
});

describe('what destroys or forgets', () => {
  const kept = {
    jobId: 'job-9',
    stackId: 's',
    stack: 'wiki',
    backup: 'b',
    at: '2026-11-20T09:00:00.000Z',
    keptBytes: 5_000_000,
    undoable: true,
    half: false,
  };
  const engine = fakeEngine({
    findBackup: () => Promise.resolve(backup),
    deleteBackup: () => ended(backup),
    removeStack: () => Promise.resolve(stack),
    keptRollbacks: () => Promise.resolve([kept]),
    undo: () => ended({ ...rolledBack, undoable: false }),
    release: () => ended(kept),
  });

  it.each([['delete latest'], ['stack remove wiki'], ['undo job-9'], ['release job-9']])(
    '%s wants a yes',
    async (line) => {
      const argv = line.split(' ');
      expect((await runLine(argv, engine)).code).toBe(16);
      expect((await runLine(argv, engine, { prompts: person(false) })).code).toBe(16);
      expect((await runLine(argv, engine, { prompts: person(true) })).code).toBe(0);
      expect((await runLine([...argv, '--yes'], engine)).code).toBe(0);
    },
  );

  it('says when nothing is kept of a job', async () => {
    const { code, stderr } = await runLine(['undo', 'other', '--yes'], engine);
    expect(code).toBe(15);
    expect(stderr).toContain('UNDO_NOTHING_KEPT');
  });
});
