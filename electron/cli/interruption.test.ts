import { describe, expect, it } from 'vitest';
import type { Backup } from '../../shared/model/backup.ts';
import { AppError } from '../core/errors.ts';
import { ended, fakeEngine, jobAt } from './testing/fake-engine.ts';
import { runLine } from './testing/run-line.ts';
import { backup } from './testing/samples.ts';

/** An engine whose backup ends only when the test says so. */
function held() {
  const result = Promise.withResolvers<Backup>();
  const begun = Promise.withResolvers<void>();
  const cancelled: string[] = [];
  const engine = fakeEngine({
    backup: () => {
      begun.resolve();
      return { jobId: 'job-1', result: result.promise };
    },
    cancel: (jobId) => {
      cancelled.push(jobId);
      return Promise.resolve(jobAt({}, { cancelRequested: true }));
    },
  });
  let press: (() => void) | null = null;
  let now = 0;
  const line = (argv: readonly string[]) =>
    runLine(argv, engine, {
      clock: () => now,
      interrupt: (listener) => {
        press = listener;
      },
    });
  return { result, begun: begun.promise, cancelled, line, press: () => press?.(), pass: (ms: number) => (now += ms) };
}

it('what runs by itself on a stack gives way to a command', async () => {
  const asked: string[] = [];
  const engine = fakeEngine({
    backup: () => {
      if (asked.length > 0) return ended(backup);
      throw new AppError('STACK_BUSY', {
        stack: 'wiki',
        job: 'idle',
        kind: 'verify',
        since: '2026-11-20T03:00:00.000Z',
      });
    },
    makeWay: (jobId) => {
      asked.push(jobId);
      return Promise.resolve(true);
    },
  });
  expect(await runLine(['backup', 'wiki'], engine)).toMatchObject({ code: 0 });
  expect(asked).toEqual(['idle']);
});

describe('Ctrl-C', () => {
  it('cancels the job, waits for its end, and ends with 130', async () => {
    const { begun, cancelled, line, pass, press, result } = held();
    const run = line(['backup', 'wiki']);
    await begun;
    press();
    press();
    pass(1000);
    press();
    expect(cancelled).toEqual(['job-1']);
    result.reject(new AppError('JOB_CANCELLED', {}));
    const { code, stdout, stderr } = await run;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/^Stopping\. What was running[^\n]*\nStill waiting for: cleaning up[^\n]*\nCancelled\./u);
  });

  it('does not hide that the clean-up failed', async () => {
    const { begun, line, press, result } = held();
    const run = line(['backup', 'wiki', '--json']);
    await begun;
    press();
    result.reject(new AppError('SERVICE_NOT_BACK', { services: 'web', detail: 'exited' }));
    const { code, stdout } = await run;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'SERVICE_NOT_BACK' } });
  });

  it('tells the truth about a job that ended well before the cancel reached it', async () => {
    const { begun, line, press, result } = held();
    const run = line(['backup', 'wiki', '--json']);
    await begun;
    press();
    result.resolve(backup);
    const { code, stdout } = await run;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ id: backup.id, status: 'succeeded' });
  });

  it('does not wait for a read that never answers', async () => {
    const engine = fakeEngine({ backups: () => new Promise(() => {}) });
    const { code } = await runLine(['list'], engine, { interrupt: (press) => setImmediate(press) });
    expect(code).toBe(130);
  });

  it('lets recovery finish, and begins nothing after it', async () => {
    const recovery = Promise.withResolvers<Awaited<ReturnType<ReturnType<typeof fakeEngine>['recover']>>>();
    const engine = fakeEngine({ recover: () => recovery.promise, backup: () => ended(backup) });
    const recovered = {
      jobs: [],
      started: [{ stack: 'wiki', service: 'web', containerId: 'c' }],
      owed: [],
      sweptFolders: 0,
      removedHelpers: 0,
    };
    const { code, stderr, stdout } = await runLine(['backup', 'wiki'], engine, {
      interrupt: (press) =>
        setImmediate(() => {
          press();
          recovery.resolve(recovered);
        }),
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('Started again: web of wiki.');
  });
});
