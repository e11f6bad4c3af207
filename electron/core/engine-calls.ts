import { basename, isAbsolute, join } from 'node:path';
import type { Backup } from '../../shared/model/backup.ts';
import type { Job } from '../../shared/model/job.ts';
import type { Stack } from '../../shared/model/stack.ts';
import type { KeptSite } from './catalog/kept.ts';
import { type BackupView, isGood, type StackView } from '../../shared/model/view.ts';
import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import { AppError } from './errors.ts';
import { givesWay } from '../../shared/stack/gives-way.ts';
import { InFlight } from './in-flight.ts';
import { readJobLog } from './job-log.ts';
import { alarmCalls } from './alarm-calls.ts';
import { makeWay } from './jobs/make-way.ts';
import type { JobSpec } from './jobs/runner.ts';
import { runBackup } from './operations/backup.ts';
import { findBackup, viewOf } from './operations/backup-lookup.ts';
import { backupOptions } from './operations/backup-options.ts';
import { previewBackup } from './operations/backup-preview.ts';
import { stackCoverage } from './operations/coverage.ts';
import { deleteBackup } from './operations/delete.ts';
import { examine } from './operations/doctor.ts';
import { exportBackup } from './operations/export.ts';
import { isHalfExchanged } from './operations/half-exchanged.ts';
import { standingUpgrades } from './operations/upgrade-follower.ts';
import { importBackup } from './operations/import.ts';
import { migrateStorage } from './operations/migrate.ts';
import { recover } from './operations/recover.ts';
import { RecoveryNeed } from './operations/recovery-need.ts';
import { reindex } from './operations/reindex.ts';
import { forgetPassword } from './operations/replica-setup.ts';
import { runRollback } from './operations/rollback.ts';
import { planRollback } from './operations/rollback-plan.ts';
import { sampleStack } from './operations/sample.ts';
import { findStack } from './operations/stack-access.ts';
import { setBackupSettings } from './operations/stack-backup-settings.ts';
import { addStack, discoverUnprotected, removeStack, setExclude } from './operations/stack-registry.ts';
import { keptOf, keptView, runRelease, runUndo, undoable } from './operations/undo.ts';
import { verifyBackup, verifyFolder, verifyThrottle } from './operations/verify.ts';
import { scheduleCalls } from './schedule-calls.ts';
import { coverNewStacks } from './schedule/environment-policies.ts';
import { scheduleOf } from './schedule/schedule-of.ts';
import { replicaCalls } from './replica-calls.ts';
import { upgradeCalls } from './upgrade-calls.ts';

const jobsShown = 500;
const closingLimitMs = 5000;

/** Whose lease a job takes. */
function onStack(stack: Stack): Pick<JobSpec, 'stackId' | 'stack'> {
  return { stackId: stack.id, stack: stack.name };
}

function onBackup(backup: Backup): Pick<JobSpec, 'stackId' | 'stack' | 'backupId'> {
  return { stackId: backup.stackId, stack: backup.stack, backupId: backup.id };
}

function onKept(
  { catalog }: EngineContext,
  { stackId, backupId }: KeptSite,
): Pick<JobSpec, 'stackId' | 'stack' | 'backupId'> {
  return { stackId, stack: catalog.stacks.get(stackId)?.name ?? null, backupId };
}

/** The engine's calls: each finds what its arguments mean and starts the operation. Wiring only. */
export function engineOf(context: EngineContext, close: () => Promise<void>): Engine {
  const { catalog, runner } = context;
  // What asks volumes through helper containers, or recovers; the engine is not closed in the middle of it.
  const asking = new InFlight();
  const need = new RecoveryNeed(context);
  const found = (reference: string): BackupView => findBackup(context, reference);
  const stackViews = (): StackView[] => catalog.stacks.list().map((stack) => stackView(context, stack));
  const alarms = alarmCalls(context, stackViews);
  const schedule = scheduleCalls(context, alarms.calls.lookAndTell);

  return {
    home: context.home,
    stacks: async () => stackViews(),
    discover: async () => discoverUnprotected(context),
    async addStack(request) {
      const stack = await addStack(context, request);
      // At once, and not when a scheduler sees it: where none runs, that is what must be told. The others follow the
      // environment of the scheduler, which may be another than this process has.
      coverNewStacks(context, new Set(catalog.stacks.list().flatMap(({ id }) => (id === stack.id ? [] : [id]))));
      return stack;
    },
    coverage: async (stack) => stackCoverage(context, findStack(context, stack)),
    setExclude: async (stack, exclude) => setExclude(context, stack, exclude),
    setBackupSettings: async (stack, settings) => setBackupSettings(context, stack, settings),
    async removeStack(reference) {
      const { id } = findStack(context, reference);
      const held = catalog.jobs.open().find((job) => job.stackId === id);
      if (held !== undefined) await makeWay(context, held.id);
      const replicas = catalog.replicas.list(id);
      const stack = removeStack(context, reference);
      for (const replica of replicas) await forgetPassword(context, replica);
      return stack;
    },

    async previewBackup(request) {
      const stack = findStack(context, request.stack);
      return asking.attend(previewBackup(context, stack, backupOptions(request, stack.backup)));
    },
    backup(request) {
      const stack = findStack(context, request.stack);
      const options = backupOptions(request, stack.backup);
      return runner.start({ kind: 'backup', ...onStack(stack), trigger: options.trigger }, async (job) =>
        runBackup(context, job, stack, options),
      );
    },
    backups: async (stack) =>
      catalog.backups.list(stack === undefined ? undefined : findStack(context, stack).id).map(viewOf),
    findBackup: async (backup, stack, type) => findBackup(context, backup, stack, type),
    verify(target, { limit, trigger } = {}) {
      const throttle = verifyThrottle(context, limit);
      if (isAbsolute(target)) {
        return runner.start(
          { kind: 'verify', stackId: null, stack: null, trigger: trigger ?? `verify ${basename(target)}` },
          async (job) => verifyFolder(job, target, throttle),
        );
      }
      const backup = found(target);
      return runner.start({ kind: 'verify', ...onBackup(backup), trigger: trigger ?? 'verify' }, async (job) =>
        verifyBackup(context, job, backup, throttle),
      );
    },
    exportBackup(reference, to, options) {
      const backup = found(reference);
      return runner.start({ kind: 'export', ...onBackup(backup), trigger: 'export' }, async (job) =>
        exportBackup(job, backup, to, options),
      );
    },
    importBackup(path, reference) {
      const stack = findStack(context, reference);
      return runner.start({ kind: 'import', ...onStack(stack), trigger: `import ${basename(path)}` }, async (job) =>
        importBackup(context, job, path, stack),
      );
    },
    deleteBackup(reference) {
      const backup = found(reference);
      return runner.start({ kind: 'delete', ...onBackup(backup), trigger: 'delete' }, async (job) =>
        deleteBackup(context, job, backup),
      );
    },
    migrateStorage(reference, directory) {
      const only = reference === null ? null : findStack(context, reference);
      const lease = only === null ? { stackId: null, stack: null } : onStack(only);
      const stacks = only === null ? catalog.stacks.list() : [only];
      return runner.start({ kind: 'migrate', ...lease, trigger: `migrate to ${directory}` }, async (job) =>
        migrateStorage(context, job, stacks, directory),
      );
    },

    async planRollback(request) {
      const backup = findBackup(context, request.backup, request.stack, request.type);
      const { scope = 'full', only = [], exclude = [], safetyBackup = true } = request;
      return (await asking.attend(planRollback(context, backup, { scope, only, exclude, safetyBackup }))).plan;
    },
    rollback(plan, options = {}) {
      const { acceptMajorVersion = false, trigger = 'manual' } = options;
      const lease = { stackId: plan.stackId, stack: plan.stack, backupId: plan.backup.id };
      return runner.start({ kind: 'rollback', ...lease, trigger }, async (job) =>
        runRollback(context, job, plan, { acceptMajorVersion }),
      );
    },
    keptRollbacks: async () =>
      asking.attend(Promise.all(catalog.kept.list().map(async (kept) => keptView(context, kept)))),
    undo(jobId) {
      const kept = undoable(context, jobId);
      return runner.start({ kind: 'undo', ...onKept(context, kept), trigger: `undo of ${jobId}` }, async (job) =>
        runUndo(context, job, kept),
      );
    },
    release(jobId) {
      const kept = keptOf(context, jobId);
      return runner.start({ kind: 'release', ...onKept(context, kept), trigger: `release of ${jobId}` }, async (job) =>
        runRelease(context, job, kept),
      );
    },

    ...upgradeCalls(context),
    ...schedule.calls,
    ...alarms.calls,
    ...replicaCalls(context, (work) => asking.attend(work)),

    jobs: async () => catalog.jobs.list(jobsShown),
    job: async (jobId) => ({ job: foundJob(context, jobId), steps: catalog.journal.steps(jobId) }),
    jobLog: async (jobId) => readJobLog(join(context.home, 'logs'), foundJob(context, jobId).id),
    cancel: async (jobId) => runner.cancel(jobId),
    makeWay: async (jobId) => makeWay(context, jobId),
    onJob: (listener) => runner.onJob(listener),
    recover: async () => recover(context),
    recoverDead: async () => ((await need.isDue()) ? asking.attend(recover(context)) : null),
    reindex: async () => reindex(context),
    doctor: async () => asking.attend(examine(context)),
    sample: async () => sampleStack(context),
    async close() {
      // At once: whoever closes may have little time, and services wait to be started again.
      await Promise.all([asking.settled(closingLimitMs), schedule.close(), runner.close(), alarms.close()]);
      await close();
    },
  };
}

function foundJob({ catalog }: EngineContext, jobId: string): Job {
  const job = catalog.jobs.get(jobId);
  if (job === null) throw new AppError('JOB_NOT_FOUND', { job: jobId });
  return job;
}

function stackView(context: EngineContext, stack: Stack): StackView {
  const { backups, jobs, kept } = context.catalog;
  const held = jobs.open().find((job) => job.stackId === stack.id);
  const openJob = held === undefined || givesWay(held) ? null : held.id;
  // While a job holds it, half is how every exchange is for a moment.
  const half = openJob === null && kept.list().some((site) => site.stackId === stack.id && isHalfExchanged(site));
  const last = lastBackups(context, stack.id);
  return {
    ...stack,
    ...last,
    backups: backups.count(stack.id),
    half,
    stuck: standingUpgrades(context).some(({ kind, upgrade }) => kind === 'stuck' && upgrade.stackId === stack.id),
    schedule: scheduleOf(context, stack.id, last.lastGood),
    openJob,
  };
}

function lastBackups({ catalog }: EngineContext, stackId: string): Pick<StackView, 'lastGood' | 'lastEnded'> {
  let lastEnded: Backup | null = null;
  for (const backup of catalog.backups.newest(stackId)) {
    if (backup.status !== 'running') lastEnded ??= backup;
    if (isGood(viewOf(backup))) return { lastGood: backup, lastEnded };
  }
  return { lastGood: null, lastEnded };
}
