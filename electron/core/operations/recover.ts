import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecoveryReport } from '../../../shared/model/report.ts';
import { temporaryFolder } from '../archive/pack-layout.ts';
import { openPack } from '../archive/pack-reader.ts';
import type { Debt } from '../catalog/debts.ts';
import type { KeptSite } from '../catalog/kept.ts';
import { isoTime } from '../clock.ts';
import { awaitStopInFlight } from '../docker/containers.ts';
import { removeHelpers } from '../docker/helper-container.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode, reportOf } from '../errors.ts';
import { deadJobs } from '../jobs/dead-jobs.ts';
import { sourcesOf } from './backup-record.ts';
import { trashPrefix } from './delete.ts';
import { payDebt } from './stop-window.ts';
import { stopsWithoutOutcome } from './stops-in-flight.ts';
import { packsFolder } from './storage.ts';
import { runRelease, runUndo } from './undo.ts';

type Entry<Key extends keyof RecoveryReport> = RecoveryReport[Key] extends readonly (infer Item)[] ? Item : never;

/**
 * Puts right what dead processes left, before anything else runs: ends their jobs, puts half-exchanged
 * data back, starts what they stopped and nothing else, and sweeps their unfinished folders and helper
 * containers. What cannot be done now (Docker away) stays recorded and is tried again at the next start.
 */
export async function recover(context: EngineContext): Promise<RecoveryReport> {
  const dead = deadJobs(context.catalog);
  const jobs = new Map<string, Entry<'jobs'>>();
  for (const job of dead) {
    await endBackups(context, job.id);
    if (!endJob(context, job.id)) continue;
    jobs.set(job.id, { id: job.id, kind: job.kind, stack: job.stack, outcome: 'interrupted' });
  }
  // First of all, whoever still moves data for a dead job: its helper containers outlive it.
  const halfDone = context.catalog.kept.list().some(({ state }) => state !== 'kept' && state !== 'undone');
  const removedHelpers = await sweepHelpers(context, dead.length > 0 || halfDone);
  await finishKept(context, jobs);
  const { started, owed } = await payDebts(context);
  const sweptFolders = await sweep(context);
  return { jobs: [...jobs.values()], started, owed, sweptFolders, removedHelpers };
}

/** Ends a dead job; false when another process that recovers at this moment has done it. */
function endJob(context: EngineContext, jobId: string): boolean {
  const error = reportOf(new AppError('JOB_INTERRUPTED', {}));
  try {
    context.catalog.jobs.update(jobId, { status: 'failed', endedAt: isoTime(context.clock()), error });
    return true;
  } catch (failure) {
    if (hasCode(failure, 'JOB_NOT_OPEN')) return false;
    throw failure;
  }
}

/** Ends the records of a dead job. A pack that had been published was whole and read back: then the backup is good. */
async function endBackups(context: EngineContext, jobId: string): Promise<void> {
  const { catalog, clock } = context;
  for (const backup of catalog.backups.list()) {
    if (backup.jobId !== jobId || backup.status !== 'running') continue;
    const endedAt = isoTime(clock());
    const stack = catalog.stacks.get(backup.stackId);
    const path = stack === null ? null : join(packsFolder(stack), backup.name);
    const pack = path !== null && existsSync(path) ? await openPack(path).catch(() => null) : null;
    if (pack === null || pack.manifest.packId !== backup.packId) {
      catalog.backups.update(backup.id, {
        status: 'failed',
        endedAt,
        error: reportOf(new AppError('JOB_INTERRUPTED', {})),
      });
      continue;
    }
    const { totals, stopWindowMs } = pack.manifest;
    catalog.backups.update(backup.id, {
      status: 'succeeded',
      verified: true,
      verifiedAt: endedAt,
      endedAt,
      path,
      stopWindowMs,
      checksum: pack.manifestSha256,
      rawBytes: totals.rawBytes,
      storedBytes: totals.storedBytes,
      sources: sourcesOf(pack.manifest),
    });
  }
}

/** Puts back exchanges that no living job is working on, and ends begun releases. */
async function finishKept(context: EngineContext, jobs: Map<string, Entry<'jobs'>>): Promise<void> {
  const { catalog, runner } = context;
  const open = new Set(catalog.jobs.open().map((job) => job.stackId));
  for (const kept of catalog.kept.list()) {
    if (kept.state === 'kept' || kept.state === 'undone' || open.has(kept.stackId)) continue;
    const stack = catalog.stacks.get(kept.stackId)?.name ?? null;
    const entry = jobs.get(kept.jobId) ?? { id: kept.jobId, kind: 'rollback', stack, outcome: 'interrupted' as const };
    const spec = { stackId: kept.stackId, stack, trigger: 'recovery', backupId: kept.backupId };
    try {
      if (kept.state === 'releasing') {
        await runner.start({ ...spec, kind: 'release' }, async (job) => runRelease(context, job, kept)).result;
        jobs.set(kept.jobId, { ...entry, outcome: 'finished' });
        continue;
      }
      await runner.start({ ...spec, kind: 'undo' }, async (job) => {
        await runUndo(context, job, kept);
        // An application may have worked for days on what an undo puts aside; on what a half rollback put in, none has.
        if (kept.state === 'preparing') await runRelease(context, job, kept);
      }).result;
      jobs.set(kept.jobId, { ...entry, outcome: 'undone' });
    } catch (error) {
      // Another process recovers at this moment.
      if (hasCode(error, 'STACK_BUSY')) continue;
      context.log.error({ error, job: kept.jobId, stack }, 'an interrupted rollback could not be put back');
      jobs.set(kept.jobId, { ...entry, outcome: 'needs-attention' });
    }
  }
}

function isHalfExchanged({ state }: Pick<KeptSite, 'state'>): boolean {
  return state === 'preparing' || state === 'undoing';
}

async function payDebts(context: EngineContext): Promise<Pick<RecoveryReport, 'started' | 'owed'>> {
  const started: Entry<'started'>[] = [];
  const owed: Entry<'owed'>[] = [];
  const open = new Set(context.catalog.jobs.open().map((job) => job.id));
  const halfExchanged = new Set(
    context.catalog.kept.list().flatMap((kept) => (isHalfExchanged(kept) ? kept.stackId : [])),
  );
  const { debts, unreadable } = await context.ledger.open();
  for (const debt of debts) {
    if (open.has(debt.jobId)) continue;
    const { stack } = debt;
    try {
      // An application that started on a mixture of old and new data would spoil both.
      if (halfExchanged.has(debt.stackId))
        throw new AppError('ROLLBACK_STUCK', { stack, path: debt.jobId, detail: 'its data is half exchanged' });
      for (const { service, containerId } of await payOne(context, debt)) started.push({ stack, service, containerId });
    } catch (error) {
      context.log.error({ error, job: debt.jobId, stack }, 'services could not be started again');
      for (const { service } of debt.containers) owed.push({ stack, service, error: reportOf(error) });
    }
  }
  for (const { jobId, error } of unreadable) owed.push({ stack: jobId, service: '', error });
  return { started, owed };
}

async function payOne(context: EngineContext, debt: Debt) {
  if (debt.containers.length === 0) {
    await context.ledger.settle(debt.jobId);
    return [];
  }
  const docker = await context.dockerAt(debt.endpoint);
  const asked = stopsWithoutOutcome(context.catalog.journal.rows(debt.jobId));
  const inFlight = debt.containers.filter(({ containerId }) => asked === null || asked.has(containerId));
  await Promise.all(inFlight.map(async (container) => awaitStopInFlight(docker, container)));
  return payDebt(context, docker, debt.jobId, debt.containers);
}

/** Removes unfinished folders of jobs that are not open, and packs on their way out. */
async function sweep(context: EngineContext): Promise<number> {
  const open = new Set(context.catalog.jobs.open().map((job) => job.id));
  let swept = 0;
  for (const stack of context.catalog.stacks.list()) {
    const folder = packsFolder(stack);
    const trash = (await namesIn(folder))
      .filter((name) => name.startsWith(trashPrefix))
      .map((name) => ({ job: name.slice(trashPrefix.length).split('-')[0], path: join(folder, name) }));
    const work = (await namesIn(join(folder, temporaryFolder)))
      .filter((name) => name.startsWith('job_'))
      .map((name) => ({ job: name.split('_')[1], path: join(folder, temporaryFolder, name) }));
    for (const { job, path } of [...trash, ...work]) {
      if (job === undefined || open.has(job)) continue;
      await rm(path, { recursive: true, force: true });
      swept += 1;
    }
  }
  return swept;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/**
 * Removes helper containers of this installation's dead jobs: those that the catalog knows to have ended, and
 * those that owe, which the ledger's files tell without it. Another installation's helpers on the same engine
 * are not ours to judge. An engine that is away keeps them until the next death.
 */
async function sweepHelpers(context: EngineContext, anyDied: boolean): Promise<number> {
  const { catalog } = context;
  const open = new Set(catalog.jobs.open().map((job) => job.id));
  const debts = (await context.ledger.open()).debts.filter((debt) => !open.has(debt.jobId));
  const owing = new Set(debts.map((debt) => debt.jobId));
  const isDead = (jobId: string) => owing.has(jobId) || (!open.has(jobId) && catalog.jobs.get(jobId) !== null);
  const engines = [...new Set(debts.map((debt) => debt.endpoint))].map(
    (endpoint) => async () => context.dockerAt(endpoint),
  );
  const hasCompose = catalog.stacks.list().some(({ definition }) => definition.kind === 'compose');
  if (anyDied && hasCompose) engines.push(async () => context.docker());
  let removed = 0;
  for (const connect of engines) {
    try {
      removed += await removeHelpers(await connect(), isDead);
    } catch (error) {
      context.log.warn({ error }, 'helper containers could not be removed');
    }
  }
  return removed;
}
