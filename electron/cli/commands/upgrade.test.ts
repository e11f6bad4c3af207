import { describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/model/job.ts';
import type { Upgrade, UpgradeDecision, UpgradeRequest } from '../../../shared/model/upgrade.ts';
import type { Engine } from '../../core/engine-api.ts';
import { AppError } from '../../core/errors.ts';
import { fakeEngine, jobAt } from '../testing/fake-engine.ts';
import { person } from '../testing/person.ts';
import { type LineOptions, runLine } from '../testing/run-line.ts';
import { stack } from '../testing/samples.ts';
import { upgradeOf } from '../../../shared/stack/testing/upgrade-of.ts';

const waiting = upgradeOf({
  stackId: stack.id,
  stack: 'wiki',
  appVersion: '2.3',
  command: ['true'],
  state: 'confirming',
  until: '2026-11-20T10:30:00.000Z',
  createdAt: '2026-11-20T10:00:00.000Z',
});
const kept: Upgrade = { ...waiting, state: 'kept', until: null, endedAt: '2026-11-20T10:10:00.000Z' };

/** An engine whose guard is healthy at once, and then waits for the word. */
function guarding(requests: UpgradeRequest[], decisions: UpgradeDecision[]): Engine {
  const listeners: ((job: Job) => void)[] = [];
  const decided = Promise.withResolvers<Upgrade>();
  return fakeEngine({
    onJob(listener) {
      listeners.push(listener);
      return () => {};
    },
    upgrades: () => Promise.resolve(decisions.length === 0 && requests.length > 0 ? [waiting] : []),
    guardUpgrade(request, onLine) {
      requests.push(request);
      onLine('Pulling app');
      setImmediate(() => {
        const job = jobAt({ phase: 'awaiting-word' }, { kind: 'upgrade', id: waiting.id });
        for (const listener of listeners) listener(job);
        if (request.keepHealthy) decided.resolve(kept);
      });
      return { jobId: waiting.id, result: decided.promise };
    },
    decideUpgrade(_id, decision) {
      decisions.push(decision);
      if (decision === 'keep') decided.resolve(kept);
      else decided.reject(new AppError('UPGRADE_UNDONE', { stack: 'wiki', cause: 'UPGRADE_DECLINED' }));
      return Promise.resolve({ ...waiting, decision });
    },
  });
}

async function run(argv: readonly string[], options: LineOptions = {}) {
  const requests: UpgradeRequest[] = [];
  const decisions: UpgradeDecision[] = [];
  const result = await runLine(['upgrade-guard', 'wiki', ...argv], guarding(requests, decisions), options);
  return { ...result, requests, decisions };
}

describe('upgrade-guard', () => {
  it('passes the command as it is, options and all, and what it says to stderr', async () => {
    const argv = ['--app-version', '2.3', '--health', '1.5', '--yes', '--', 'docker', 'compose', 'up', '-d', '--yes'];
    const { code, requests, stderr, stdout } = await run(argv);
    expect(requests).toEqual([
      {
        stack: 'wiki',
        appVersion: '2.3',
        images: false,
        command: ['docker', 'compose', 'up', '-d', '--yes'],
        healthMs: 90_000,
        confirmMs: 1_800_000,
        keepHealthy: true,
      },
    ]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('The new version of wiki is kept.')]);
    expect(stderr).toContain('Pulling app');
    expect(stderr).toContain('--images');
  });

  it('asks whether to keep it once it is healthy: yes', async () => {
    const prompts = person(true);
    const { code, decisions, stderr } = await run(['--', 'true'], { prompts });
    expect([code, decisions, prompts.asked]).toEqual([0, ['keep'], ['Keep the new version of wiki?']]);
    expect(stderr).toContain('It waits for your word for 30 min more');
    expect(stderr).toContain('lifeboat upgrade-confirm job-1');
  });

  it('no goes back, and ends with 1, in Chinese too', async () => {
    const { code, decisions, stderr } = await run(['--', 'true'], { prompts: person(false), language: 'zh-CN' });
    expect([code, decisions]).toEqual([1, ['back']]);
    expect(stderr).toContain('wiki 已与升级之前相同');
    expect(stderr).toContain('UPGRADE_UNDONE');
  });

  it.each([
    [['--health', 'soon', '--', 'true'], 'Minutes are a number: soon is not.'],
    [['--confirm', '-3', '--', 'true'], 'Minutes are a number: -3 is not.'],
  ])('refuses %j', async (argv, sentence) => {
    const { code, stderr, requests } = await run(argv);
    expect([code, requests]).toEqual([2, []]);
    expect(stderr).toContain(sentence);
  });
});

describe('an upgrade that nobody follows', () => {
  const engine = (openJob: string | null): Engine =>
    fakeEngine({
      upgrades: () => Promise.resolve([waiting]),
      stacks: () => Promise.resolve([{ ...stack, openJob }]),
      jobs: () => Promise.resolve([]),
    });

  it('is told at the start of every command, with the time that is left', async () => {
    const { stderr } = await runLine(['jobs'], engine(null));
    expect(stderr).toContain('An upgrade of wiki waits for your word (30 min left)');
    expect((await runLine(['jobs'], engine('job-1'))).stderr).toBe('');
  });

  it('is listed', async () => {
    const { stdout } = await runLine(['upgrades'], engine('job-1'));
    expect(stdout).toMatch(/wiki +2\.3 +healthy, waiting for your word +job-1/u);
    expect((await runLine(['upgrades'], fakeEngine())).stdout).toContain('No upgrade was guarded yet.');
  });

  it('is followed from here after the word', async () => {
    const done: string[] = [];
    const { code, stdout } = await runLine(
      ['upgrade-confirm', 'job-1'],
      fakeEngine({
        upgrades: () => Promise.resolve([done.includes('followed') ? kept : waiting]),
        stacks: () => Promise.resolve([{ ...stack, openJob: null }]),
        decideUpgrade: (_id, decision) => {
          done.push(decision);
          return Promise.resolve(waiting);
        },
        followUpgrade: (id) => {
          done.push('followed');
          return { jobId: id, result: Promise.resolve(kept) };
        },
      }),
    );
    expect([code, done]).toEqual([0, ['keep', 'followed']]);
    expect(stdout).toContain('The new version of wiki is kept.');
  });

  it('ends with 1 when it went back in spite of the word to keep it', async () => {
    const words: string[] = [];
    const reason = { code: 'UPGRADE_NOT_CONFIRMED', params: { minutes: 30 } } as const;
    const back: Upgrade = { ...waiting, state: 'back', reason, endedAt: '2026-11-20T10:10:00.000Z' };
    const { code, stderr } = await runLine(
      ['upgrade-confirm', 'job-1'],
      fakeEngine({
        upgrades: () => Promise.resolve([words.length > 0 ? back : waiting]),
        stacks: () => Promise.resolve([{ ...stack, openJob: null }]),
        decideUpgrade: (_id, decision) => {
          words.push(decision);
          return Promise.resolve(waiting);
        },
      }),
    );
    expect([code, words]).toEqual([1, ['keep']]);
    expect(stderr).toContain('UPGRADE_UNDONE');
    expect(stderr).toContain('Nobody confirmed the upgrade within 30 minutes.');
  });

  it('goes back only when its stack’s name is typed, or with --yes', async () => {
    const { code, stderr } = await runLine(['upgrade-rollback', 'job-1'], engine(null));
    expect(code).toBe(16);
    expect(stderr).toContain('CONFIRMATION_REQUIRED');
  });
});
