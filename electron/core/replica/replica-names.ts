import { isPackName } from '../archive/pack-name.ts';
import { temporaryFolder } from '../archive/pack-layout.ts';

const dayMs = 86_400_000;
/** How long the unfinished work of a dead job is kept: a later job may go on with it. */
const workKeptMs = 7 * dayMs;

/** A time as it stands in names: UTC, to the second. `iso` as `isoTime` gives it. */
function nameTime(iso: string): string {
  return iso.slice(0, 19).replaceAll(':', '-');
}

/** The folder of a job's unfinished copy, relative to the target. */
export function copyWorkFolder(jobId: string, startedAt: string): string {
  return `${temporaryFolder}/job_${jobId}_${nameTime(startedAt)}`;
}

/** Where a copy's DONE waits to be moved into its place, so that it is never seen half written. */
export function stagedDone(workFolder: string): string {
  return `${workFolder}.DONE`;
}

/** A job's unfinished work on a target. */
export interface WorkName {
  readonly jobId: string;
  /** Milliseconds since the epoch, by the clock of the machine that made it. */
  readonly startedAt: number;
}

/** What a name below `_tmp` says; null for one that no copy gives. */
export function workOf(name: string): WorkName | null {
  const { job, date, hours, minutes, seconds } =
    /^job_(?<job>[a-z0-9-]+)_(?<date>\d{4}-\d{2}-\d{2})T(?<hours>\d{2})-(?<minutes>\d{2})-(?<seconds>\d{2})(?:\.DONE)?$/u.exec(
      name,
    )?.groups ?? {};
  const startedAt = Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`);
  return job === undefined || Number.isNaN(startedAt) ? null : { jobId: job, startedAt };
}

/** What this installation knows of a job: `unknown` for another machine's. */
export type JobState = 'running' | 'ended' | 'unknown';

/** Whether work that nobody goes on with may be removed. That of a job that runs never is. */
export function isStaleWork(name: string, now: number, stateOf: (jobId: string) => JobState): boolean {
  const work = workOf(name);
  return work !== null && stateOf(work.jobId) !== 'running' && now - work.startedAt > workKeptMs;
}

/** The name that a folder gets which has a copy's name and is none. Nothing lists it, and nobody deletes it. */
export function asideName(name: string, at: string, attempt: number): string {
  return `_aside_${nameTime(at)}_${name}${attempt > 1 ? `_${attempt}` : ''}`;
}

/** The name of a copy on its way out. */
export function replicaTrashName(jobId: string, pack: string): string {
  return `_trash_${jobId}_${pack}`;
}

/** A copy that a job has put on its way out; null for any other name. */
export function trashedCopy(name: string): { readonly jobId: string; readonly pack: string } | null {
  const { job = '', pack = '' } = /^_trash_(?<job>[a-z0-9-]+)_(?<pack>backup_.+)$/u.exec(name)?.groups ?? {};
  return isPackName(pack) ? { jobId: job, pack } : null;
}
