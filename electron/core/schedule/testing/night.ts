import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Job } from '../../../../shared/model/job.ts';
import type { PolicyRun } from '../../../../shared/model/policy.ts';
import type { PolicyDraft } from '../../../../shared/model/schedule.ts';
import type { Stack } from '../../../../shared/model/stack.ts';
import { nightlyDraft } from '../../../../shared/stack/testing/policy-of.ts';
import { openContext } from '../../engine.ts';
import type { EngineContext } from '../../engine-context.ts';
import { addStack } from '../../operations/stack-registry.ts';
import { Scheduler } from '../scheduler.ts';

/** Every night at 04:00 in Berlin, without anything to stop. */
export const nightly: PolicyDraft = { ...nightlyDraft, name: 'standard', timeZone: 'Europe/Berlin', mode: 'hot' };

/** The night of the 20th as a row that nobody has begun. */
export const sampleRun: PolicyRun = {
  id: 'run-1',
  policyId: 'policy-1',
  stackId: 'stack-1',
  policy: 'standard',
  planned: '2026-11-20 04:00',
  timeZone: 'Europe/Berlin',
  plannedAt: '2026-11-20T03:00:00.000Z',
  state: 'waiting',
  reason: null,
  jobId: null,
  backupId: null,
  startedAt: null,
  endedAt: null,
};

/** A backup's job that is at work. */
export const runningBackup: Job = {
  id: 'job-1',
  kind: 'backup',
  stackId: 'stack-1',
  stack: 'shop',
  backupId: null,
  status: 'running',
  trigger: 'scheduled standard @ 2026-11-20 04:00',
  progress: { phase: 'copying', item: null, doneBytes: 0, totalBytes: 0, speed: 0, etaMs: null },
  cancelRequested: false,
  warning: null,
  outputPath: null,
  createdAt: '2026-11-20T03:00:00.000Z',
  startedAt: '2026-11-20T03:00:00.000Z',
  endedAt: null,
  error: null,
  revision: 0,
};

/** A home whose clock is the test's. It begins in the evening of 19 November 2026, 20:00 in Berlin. */
export interface Night extends AsyncDisposable {
  /** ms since the epoch. */
  now: number;
  readonly directory: string;
  /** A context as a process has it; each is another process's. Closed with the night. */
  openContext(env?: NodeJS.ProcessEnv): Promise<EngineContext>;
  /** A folder stack with real data. */
  addStack(context: EngineContext, name?: string): Promise<Stack>;
  /** A scheduler that beats by hand. */
  schedule(context: EngineContext): {
    readonly scheduler: Scheduler;
    readonly beatAt: (at: string) => Promise<void>;
  };
}

export async function openNight(): Promise<Night> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'lifeboat-night-')));
  await mkdir(join(directory, 'app'));
  await writeFile(join(directory, 'app', 'letter.txt'), 'dear reader');
  const resources = new AsyncDisposableStack();
  resources.defer(() => rm(directory, { recursive: true, force: true }));
  const night: Night = {
    now: Date.parse('2026-11-19T19:00:00Z'),
    directory,
    async openContext(env = {}) {
      const context = await openContext({
        home: join(directory, 'home'),
        env: { DOCKER_HOST: 'unix:///nowhere/docker.sock', ...env },
        clock: () => night.now,
      });
      resources.defer(async () => {
        await context.runner.close();
        context.catalog.close();
      });
      return context;
    },
    addStack: (context, name = 'shop') =>
      addStack(context, { folders: [join(directory, 'app')], name, storage: join(directory, 'storage') }),
    schedule(context) {
      const scheduler = new Scheduler({ context, kind: 'daemon', told: () => undefined });
      resources.defer(() => scheduler.close());
      const beatAt = async (at: string): Promise<void> => {
        night.now = Date.parse(at);
        await scheduler.tick();
      };
      return { scheduler, beatAt };
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
  return night;
}

/** A stack's planned runs, newest first, once no job is open. */
export async function rowsOf({ catalog }: EngineContext, stack: Stack): Promise<PolicyRun[]> {
  await expect.poll(() => catalog.jobs.open(), { timeout: 15_000 }).toEqual([]);
  return catalog.policyRuns.list(stack.id, 100);
}
