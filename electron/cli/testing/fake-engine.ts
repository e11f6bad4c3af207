import type { Job, Progress } from '../../../shared/model/job.ts';
import type { RecoveryReport } from '../../../shared/model/report.ts';
import type { Engine, RunningJob } from '../../core/engine-api.ts';

export const nothingRecovered: RecoveryReport = { jobs: [], started: [], owed: [], sweptFolders: 0, removedHelpers: 0 };

const unexpected = (name: string) => () => {
  throw new Error(`the command was not expected to call ${name}`);
};

/** An engine of which a test says only what its command may call. */
export function fakeEngine(calls: Partial<Engine> = {}): Engine {
  return {
    home: '/home/lifeboat',
    stacks: unexpected('stacks'),
    discover: unexpected('discover'),
    addStack: unexpected('addStack'),
    coverage: unexpected('coverage'),
    setExclude: unexpected('setExclude'),
    setBackupSettings: unexpected('setBackupSettings'),
    removeStack: unexpected('removeStack'),
    previewBackup: unexpected('previewBackup'),
    backup: unexpected('backup'),
    backups: unexpected('backups'),
    findBackup: unexpected('findBackup'),
    verify: unexpected('verify'),
    exportBackup: unexpected('exportBackup'),
    importBackup: unexpected('importBackup'),
    deleteBackup: unexpected('deleteBackup'),
    migrateStorage: unexpected('migrateStorage'),
    planRollback: unexpected('planRollback'),
    rollback: unexpected('rollback'),
    keptRollbacks: unexpected('keptRollbacks'),
    undo: unexpected('undo'),
    release: unexpected('release'),
    // Every start looks for one that waits.
    upgrades: () => Promise.resolve([]),
    guardUpgrade: unexpected('guardUpgrade'),
    decideUpgrade: unexpected('decideUpgrade'),
    followUpgrade: unexpected('followUpgrade'),
    policies: unexpected('policies'),
    previewPolicy: unexpected('previewPolicy'),
    savePolicy: unexpected('savePolicy'),
    removePolicy: unexpected('removePolicy'),
    runPolicy: unexpected('runPolicy'),
    policyRuns: unexpected('policyRuns'),
    schedule: unexpected('schedule'),
    pauseSchedule: unexpected('pauseSchedule'),
    resumeSchedule: unexpected('resumeSchedule'),
    scheduleSettings: unexpected('scheduleSettings'),
    setScheduleSettings: unexpected('setScheduleSettings'),
    runScheduler: unexpected('runScheduler'),
    onPolicyRun: () => () => {},
    setPinned: unexpected('setPinned'),
    previewPrune: unexpected('previewPrune'),
    prune: unexpected('prune'),
    alarms: unexpected('alarms'),
    notifications: unexpected('notifications'),
    setNotifications: unexpected('setNotifications'),
    setLanguage: unexpected('setLanguage'),
    testNotification: unexpected('testNotification'),
    lookAndTell: unexpected('lookAndTell'),
    onAlarm: () => () => {},
    // What is shown of a backup asks for its copies, and its job for a warning.
    replicas: () => Promise.resolve([]),
    tryReplica: unexpected('tryReplica'),
    addReplica: unexpected('addReplica'),
    changeReplica: unexpected('changeReplica'),
    setReplicaPassword: unexpected('setReplicaPassword'),
    testReplica: unexpected('testReplica'),
    removeReplica: unexpected('removeReplica'),
    copyToReplica: unexpected('copyToReplica'),
    verifyReplica: unexpected('verifyReplica'),
    replicaPacks: unexpected('replicaPacks'),
    adoptReplica: unexpected('adoptReplica'),
    fetchBackup: unexpected('fetchBackup'),
    jobs: unexpected('jobs'),
    job: () => Promise.resolve({ job: jobAt({}), steps: [] }),
    jobLog: unexpected('jobLog'),
    cancel: unexpected('cancel'),
    makeWay: () => Promise.resolve(false),
    onJob: () => () => {},
    recover: () => Promise.resolve(nothingRecovered),
    recoverDead: unexpected('recoverDead'),
    reindex: unexpected('reindex'),
    doctor: unexpected('doctor'),
    sample: unexpected('sample'),
    close: () => Promise.resolve(),
    ...calls,
  };
}

/** A job that has ended well. */
export function ended<Result>(result: Result): RunningJob<Result> {
  return { jobId: 'job-1', result: Promise.resolve(result) };
}

export const progressAt = (progress: Partial<Progress>): Progress => ({
  phase: 'copying',
  item: null,
  doneBytes: 0,
  totalBytes: 0,
  speed: 0,
  etaMs: null,
  ...progress,
});

export function jobAt(progress: Partial<Progress>, job: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    kind: 'backup',
    stackId: 'stack-1',
    stack: 'wiki',
    backupId: null,
    status: 'running',
    trigger: 'manual',
    progress: progressAt(progress),
    cancelRequested: false,
    warning: null,
    outputPath: null,
    createdAt: '2026-11-20T04:00:00.000Z',
    startedAt: '2026-11-20T04:00:00.000Z',
    endedAt: null,
    error: null,
    revision: 1,
    ...job,
  };
}
