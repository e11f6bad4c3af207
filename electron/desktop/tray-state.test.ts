import { describe, expect, it } from 'vitest';
import type { Job, JobStatus } from '../../shared/model/job.ts';
import type { StackLight } from '../../shared/stack/stack-light.ts';
import { trayStateOf } from './tray-state.ts';

let made = 0;

/** A job of `stack` in this state; the later in a list, the later it began. */
function job(stackId: string | null, status: JobStatus): Job {
  made += 1;
  const open = status === 'queued' || status === 'running';
  const time = '2026-11-20T04:00:00.000Z';
  return {
    id: `job-${made}`,
    kind: 'backup',
    stackId,
    stack: stackId,
    backupId: null,
    status,
    trigger: 'manual',
    progress: { phase: 'done', item: null, doneBytes: 0, totalBytes: 0, speed: 0, etaMs: null },
    cancelRequested: false,
    warning: null,
    outputPath: null,
    createdAt: time,
    startedAt: time,
    endedAt: open ? null : time,
    error: null,
    revision: 1,
  };
}

describe('the icon in the tray', () => {
  it.each<[string, readonly Job[], string]>([
    ['no job', [], 'idle'],
    ['a job that waits', [job('a', 'queued')], 'working'],
    ['a job that runs', [job('a', 'running')], 'working'],
    ['a good one', [job('a', 'succeeded')], 'idle'],
    ['a failed one', [job('a', 'failed')], 'failed'],
    ['a cancelled one', [job('a', 'cancelled')], 'attention'],
    ['work beside a failure', [job('a', 'failed'), job('b', 'running')], 'working'],
    ['a failure beside a cancel', [job('a', 'failed'), job('b', 'cancelled')], 'failed'],
    ['a failure of one stack beside a good one of another', [job('a', 'failed'), job('b', 'succeeded')], 'failed'],
    ['a failure that was put right since', [job('a', 'failed'), job('a', 'succeeded')], 'idle'],
    ['a good one and a failure since', [job('a', 'succeeded'), job('a', 'failed')], 'failed'],
    ['a failed move of all stacks', [job(null, 'failed'), job('a', 'succeeded')], 'failed'],
  ])('%s', (_what, jobs, state) => {
    expect(trayStateOf(jobs, [], 'none')).toBe(state);
  });

  it.each<[string, readonly Job[], readonly ('attention' | 'alarm')[], string]>([
    ['an alarm, and nothing has run yet', [], ['alarm'], 'failed'],
    ['something that wants attention', [], ['attention'], 'attention'],
    ['both', [], ['attention', 'alarm'], 'failed'],
    ['an alarm beside a good job', [job('a', 'succeeded')], ['alarm'], 'failed'],
    ['an alarm beside a job that runs', [job('a', 'running')], ['alarm'], 'working'],
    ['something milder beside a failure', [job('a', 'failed')], ['attention'], 'failed'],
  ])('%s', (_what, jobs, faults, state) => {
    expect(
      trayStateOf(
        jobs,
        faults.map((fault) => ({ state: fault })),
        'good',
      ),
    ).toBe(state);
  });

  it.each<[string, readonly Job[], StackLight, string]>([
    ['a red stack, which nobody was told of', [], 'alarm', 'failed'],
    ['an amber one', [], 'attention', 'attention'],
    ['an amber one, and a good job', [job('a', 'succeeded')], 'attention', 'attention'],
    ['one without a backup', [], 'none', 'idle'],
    ['a red one beside a job that runs', [job('a', 'running')], 'alarm', 'working'],
  ])('%s', (_what, jobs, light, state) => {
    expect(trayStateOf(jobs, [], light)).toBe(state);
  });
});
