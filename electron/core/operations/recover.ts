import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RecoveryReport } from '../../../shared/model/report.ts';
import { temporaryFolder } from '../archive/pack-layout.ts';
import { openPack } from '../archive/pack-reader.ts';
import type { StoppedContainer } from '../catalog/debts.ts';
import type { JournalRow } from '../catalog/journal.ts';
import { isoTime } from '../clock.ts';
import { assertAnswers } from '../docker/answering.ts';
import { awaitStopInFlight } from '../docker/containers.ts';
import { removeHelpers } from '../docker/helper-container.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode, reportOf } from '../errors.ts';
import { deadJobs } from '../jobs/dead-jobs.ts';
import { sourcesOf } from './backup-record.ts';
import { isDeadHelper } from './dead-helper.ts';
import { payDebt } from './debt-payment.ts';
import { removeUnfinishedExport } from './export.ts';
import { finishDeletions } from './finish-deletions.ts';
import { finishImports } from './finish-imports.ts';
import { assertWholeData, ranOnNewData } from './half-exchanged.ts';
import { stopsAskedFor } from './stops-in-flight.ts';
import { knownStorages } from './known-storages.ts';
import { namesIn } from './pack-listing.ts';
import { packsFolder } from './storage.ts';
import { jobOfTrash, jobOfWork, sweepable } from './sweep-rule.ts';
import { enqueueCopies } from './replicate.ts';
import { runRelease, runUndo } from './undo.ts';
import { followUpgrade, isFollowable } from './upgrade-resume.ts';

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
    // A migration renames away, too, what it has copied.
    if (job.kind === 'delete' || job.kind === 'prune') await finishDeletions(context, job.id);
    if (job.kind === 'import') await finishImports(context, job);
    if (job.kind === 'export') await removeUnfinishedExport(context, job);
    if (!endJob(context, job.id)) continue;
    jobs.set(job.id, { id: job.id, kind: job.kind, stack: job.stack, outcome: 'interrupted' });
  }
  freeCopies(context);
  // First of all, whoever still moves data for a dead job: its helper containers outlive it.
  const halfDone = context.catalog.kept.list().some(({ state }) => state !== 'kept' && state !== 'undone');
  const removedHelpers = await sweepHelpers(context, dead.length > 0 || halfDone);
  await finishKept(context, jobs);
  // Before what may take long: these services are down for nothing.
  const { started, owed } = await payDebts(context);
  await finishUpgrades(context, jobs);
  const sweptFolders = await sweep(context);
  return { jobs: [...jobs.values()], started, owed, sweptFolders, removedHelpers };
}

/** What a dead job was copying to a target waits again. A living one has the lease of its stack. */
function freeCopies({ catalog, clock }: EngineContext): void {
  const open = new Set(catalog.jobs.open().map(({ stackId }) => stackId));
  for (const copy of catalog.replicaCopies.open())
    if (copy.state === 'running' && !open.has(copy.stackId))
      catalog.replicaCopies.update(copy, { state: 'waiting', nextTryAt: isoTime(clock()) });
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
    const { totals, stopWindowMs, startedAt, endedAt: copiedAt } = pack.manifest;
    const good = catalog.backups.update(backup.id, {
      status: 'succeeded',
      verified: true,
      // It was read back after it was copied and before it got its name; nobody wrote down when.
      verifiedAt: copiedAt,
      endedAt: copiedAt,
      durationMs: Date.parse(copiedAt) - Date.parse(startedAt),
      path,
      stopWindowMs,
      checksum: pack.manifestSha256,
      rawBytes: totals.rawBytes,
      storedBytes: totals.storedBytes,
      sources: sourcesOf(pack.manifest),
    });
    if (wasToBeCopied(catalog.journal.rows(jobId))) enqueueCopies(context, good);
  }
}

/** What the backup was asked for is in its first step. */
function wasToBeCopied(rows: readonly JournalRow[]): boolean {
  const asked = z.object({ replicate: z.boolean() }).safeParse(rows.find(({ name }) => name === 'preview')?.data);
  return asked.data?.replicate ?? true;
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
        // What a rollback put in and nobody has worked on is in the pack; anything else is kept for `release`.
        if (kept.state !== 'preparing' || ranOnNewData(catalog.journal.rows(kept.jobId))) return;
        await runRelease(context, job, { ...kept, state: 'undone' });
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

/** Brings to its end what was decided already, and gives up what had not begun. What waits for a word is left to wait. */
async function finishUpgrades(context: EngineContext, jobs: Map<string, Entry<'jobs'>>): Promise<void> {
  for (const upgrade of context.catalog.upgrades.open()) {
    const { id, state, stack } = upgrade;
    if (state !== 'going-back' && state !== 'preparing') continue;
    if (state === 'going-back' && !(await isFollowable(context, upgrade))) continue;
    const entry = jobs.get(id) ?? { id, kind: 'upgrade', stack, outcome: 'interrupted' as const };
    try {
      await followUpgrade(context, id).result;
    } catch (error) {
      // Another process follows it at this moment.
      if (hasCode(error, 'STACK_BUSY')) continue;
      jobs.set(id, { ...entry, outcome: hasCode(error, 'UPGRADE_UNDONE') ? 'undone' : 'needs-attention' });
    }
  }
}

/** Pays what no living job owes, each stack under its lease. */
async function payDebts(context: EngineContext): Promise<Pick<RecoveryReport, 'started' | 'owed'>> {
  const started: Entry<'started'>[] = [];
  const owed: Entry<'owed'>[] = [];
  const { debts, unreadable } = await context.ledger.open();
  for (const { jobId, stackId, stack, containers, endpoint } of debts) {
    if (isOpenJob(context, jobId)) continue;
    const owes = async (error: unknown): Promise<void> => {
      context.log.error({ error, job: jobId, stack }, 'services could not be started again');
      const still = (await context.ledger.open()).debts.find((debt) => debt.jobId === jobId)?.containers ?? containers;
      for (const { service } of still) owed.push({ stack, service, error: reportOf(error) });
    };
    // Before there is a job: one for each look at an engine that is away would bury all others.
    const away = containers.length === 0 ? null : await reach(context, endpoint);
    if (away !== null) {
      await owes(away);
      continue;
    }
    const known = context.catalog.stacks.get(stackId) !== null;
    const spec = { kind: 'recovery' as const, stackId: known ? stackId : null, stack, trigger: 'recovery' };
    try {
      const paid = await context.runner.start(spec, async (job) =>
        job.step('start', { owedBy: jobId }, async () => payOne(context, jobId)),
      ).result;
      for (const { service, containerId } of paid) started.push({ stack, service, containerId });
    } catch (error) {
      // Another process recovers at this moment, or works on the stack: it pays, or the next start does.
      if (hasCode(error, 'STACK_BUSY')) continue;
      await owes(error);
    }
  }
  for (const { jobId, error } of unreadable) owed.push({ stack: jobId, service: '', error });
  return { started, owed };
}

/** What keeps an engine from being asked; null when it answers. */
async function reach(context: EngineContext, endpoint: string): Promise<unknown> {
  try {
    await assertAnswers(await context.dockerAt(endpoint));
    return null;
  } catch (error) {
    return error;
  }
}

function isOpenJob({ catalog }: EngineContext, jobId: string): boolean {
  return catalog.jobs.open().some((job) => job.id === jobId);
}

/** Pays one debt as it is now that the lease is held; somebody may have paid it since it was seen. */
async function payOne(context: EngineContext, jobId: string): Promise<readonly StoppedContainer[]> {
  const { catalog, ledger } = context;
  const debt = (await ledger.open()).debts.find((open) => open.jobId === jobId);
  if (debt === undefined) return [];
  // An application that started on a mixture of old and new data would spoil both.
  assertWholeData(catalog, { id: debt.stackId, name: debt.stack }, '');
  if (debt.containers.length === 0) {
    await ledger.settle(jobId);
    return [];
  }
  const docker = await context.dockerAt(debt.endpoint);
  const asked = stopsAskedFor(catalog.journal.rows(jobId));
  const mine = debt.containers.filter(({ containerId }) => asked === null || asked.has(containerId));
  // Owed before the first stop, and never stopped by this job: if one is down, somebody else meant it.
  for (const { containerId } of debt.containers) if (asked?.has(containerId) === false) ledger.paid(jobId, containerId);
  const inFlight = mine.filter(({ containerId }) => asked?.get(containerId) !== 'ended');
  await Promise.all(inFlight.map(async (container) => awaitStopInFlight(docker, container)));
  return payDebt(context, docker, jobId, mine);
}

/** Removes what this installation's ended jobs left in the storages: unfinished folders, and packs on their way out. */
async function sweep(context: EngineContext): Promise<number> {
  const hasEnded = (jobId: string) => context.catalog.jobs.hasEnded(jobId);
  let swept = 0;
  // A migration that died has its work in a storage that is not its stack's yet.
  const known = await knownStorages(context.home).catch(() => []);
  for (const stack of context.catalog.stacks.list())
    for (const storage of new Set([stack.storage, ...known])) {
      try {
        swept += await sweepStorage(packsFolder({ ...stack, storage }), hasEnded);
      } catch (error) {
        // A storage that cannot be read must not keep the others, and every command, from going on. `doctor` names it.
        context.log.warn({ error, stack: stack.name, storage }, 'leftovers could not be removed');
      }
    }
  return swept;
}

async function sweepStorage(folder: string, hasEnded: (jobId: string) => boolean): Promise<number> {
  const work = join(folder, temporaryFolder);
  const trash = sweepable(await namesIn(folder), jobOfTrash, hasEnded).map((name) => join(folder, name));
  const unfinished = sweepable(await namesIn(work), jobOfWork, hasEnded).map((name) => join(work, name));
  for (const path of [...trash, ...unfinished]) await rm(path, { recursive: true, force: true });
  return trash.length + unfinished.length;
}

/**
 * Removes helper containers of this installation's dead jobs: those that the catalog knows to have ended, and
 * those that owe, which the ledger's files tell without it. Another installation's helpers on the same engine
 * are not ours to judge. An engine that is away keeps them until the next death.
 */
async function sweepHelpers(context: EngineContext, anyDied: boolean): Promise<number> {
  const { catalog } = context;
  const debts = (await context.ledger.open()).debts.filter((debt) => !isOpenJob(context, debt.jobId));
  const owing = new Set(debts.map((debt) => debt.jobId));
  // As it is when each helper is judged: the engine may take long to tell of them, and a job begins at any moment.
  const isDead = (jobId: string): boolean => {
    const living = catalog.jobs.open();
    return isDeadHelper(jobId, {
      open: new Set(living.map(({ id }) => id)),
      heldStacks: new Set(living.flatMap(({ stackId }) => stackId ?? [])),
      owing,
      kept: catalog.kept.list(),
      isKnown: (id) => catalog.jobs.get(id) !== null,
    });
  };
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
