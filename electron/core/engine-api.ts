import type { Language } from '../../shared/language.ts';
import type { Backup, BackupMode, BackupType, PackFormat } from '../../shared/model/backup.ts';
import type { StackCoverage } from '../../shared/model/coverage.ts';
import type { Fault, Telling } from '../../shared/model/fault.ts';
import type { Job, JobStep } from '../../shared/model/job.ts';
import type { LogLine } from '../../shared/model/log-line.ts';
import type { ChannelName, NotificationChange, NotificationView } from '../../shared/model/notification.ts';
import type {
  BackupPreview,
  ExportReport,
  Finding,
  MigrateReport,
  RecoveryReport,
  ReindexReport,
  VerifyReport,
} from '../../shared/model/report.ts';
import type { KeptRollback, RollbackPlan, RollbackResult, RollbackScope } from '../../shared/model/rollback.ts';
import type { PolicyRun } from '../../shared/model/policy.ts';
import type {
  PolicyDraft,
  PolicyPreview,
  PolicyView,
  PruneReport,
  RetentionPreview,
  ScheduleSettings,
  ScheduleSettingsChange,
  ScheduleState,
} from '../../shared/model/schedule.ts';
import type {
  AdoptReport,
  ReplicaPack,
  ReplicaPlace,
  ReplicaSettings,
  ReplicaTest,
  ReplicaView,
  ReplicateReport,
} from '../../shared/model/replica.ts';
import type { DiscoveredProject, Stack } from '../../shared/model/stack.ts';
import type { Upgrade, UpgradeDecision, UpgradeRequest } from '../../shared/model/upgrade.ts';
import type { StackBackup } from '../../shared/model/stack-backup.ts';
import type { BackupView, StackView } from '../../shared/model/view.ts';

/** A job that has begun. `result` settles when its end is in the catalog; the id cancels it. */
export interface RunningJob<Result> {
  readonly jobId: string;
  readonly result: Promise<Result>;
}

export type AddStack = { readonly name?: string; readonly storage?: string; readonly exclude?: readonly string[] } & (
  | { readonly composeFile: string }
  | { readonly project: string }
  | { readonly folders: readonly string[]; readonly sqlite?: readonly string[] }
);

export interface BackupRequest {
  /** Id or name. */
  readonly stack: string;
  readonly type?: BackupType;
  readonly appVersion?: string;
  readonly mode?: BackupMode;
  readonly images?: boolean;
  /** The stack's own when absent. */
  readonly format?: PackFormat;
  /** The stack's own when absent, or the standard one of another format. */
  readonly level?: number;
  /** Source ids; all data sources but those that the stack leaves out when absent. Configuration is always captured. */
  readonly only?: readonly string[];
  /** Bytes per second. */
  readonly limit?: number;
  readonly trigger?: string;
  /** The policy whose run it is. */
  readonly policyId?: string;
  /** The operator's own words; blanks around them do not count, and nothing else is no note. NOTE_TOO_LONG, NOTE_UNPRINTABLE. */
  readonly note?: string;
  /** Whether it is copied to the stack's targets; it is when absent. */
  readonly replicate?: boolean;
}

export interface PlanRequest {
  readonly backup: string;
  /** Needed for `latest` when more than one stack has backups. */
  readonly stack?: string;
  /** Only backups of this type are meant: with `latest`, the newest good one of it. */
  readonly type?: BackupType;
  readonly scope?: RollbackScope;
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly safetyBackup?: boolean;
}

/**
 * What shells call. Every method rejects with `AppError`; none prints. A `backup` argument is an id, a
 * pack's name, or `latest`.
 */
export interface Engine {
  readonly home: string;

  stacks(): Promise<StackView[]>;
  /** Compose projects that run here and are not protected yet. DOCKER_UNREACHABLE when there is no engine. */
  discover(): Promise<DiscoveredProject[]>;
  addStack(request: AddStack): Promise<Stack>;
  /** Everything of a stack that holds state, beside what its good backups hold. */
  coverage(stack: string): Promise<StackCoverage>;
  /** What is left out from the next backup on: globs, relative to each source's root. */
  setExclude(stack: string, exclude: readonly string[]): Promise<Stack>;
  /**
   * Format, level and sources of every backup from the next one on that says nothing else. LEVEL_OUT_OF_RANGE;
   * LEFT_OUT_UNKNOWN, LEFT_OUT_ALL for a source that is newly left out.
   */
  setBackupSettings(stack: string, settings: StackBackup): Promise<Stack>;
  /** Forgets the stack and its records; packs stay on disk. Returns what was forgotten. */
  removeStack(stack: string): Promise<Stack>;

  previewBackup(request: BackupRequest): Promise<BackupPreview>;
  backup(request: BackupRequest): RunningJob<Backup>;
  backups(stack?: string): Promise<BackupView[]>;
  /** `type`: only backups of it are meant. */
  findBackup(backup: string, stack?: string, type?: BackupType): Promise<BackupView>;
  /** `target`: a backup, or the absolute path of any pack's folder. */
  verify(
    target: string,
    options?: { /** Bytes per second. */ readonly limit?: number; readonly trigger?: string },
  ): RunningJob<VerifyReport>;
  exportBackup(backup: string, to: string, options: { readonly singleFile: boolean }): RunningJob<ExportReport>;
  /** `path`: a pack's folder, a single-file export, or a plain `backup_*.tar.gz`. */
  importBackup(path: string, stack: string): RunningJob<Backup>;
  deleteBackup(backup: string): RunningJob<Backup>;
  migrateStorage(stack: string | null, directory: string): RunningJob<MigrateReport>;

  /** REPLICA_FETCH_FIRST when the files are not here and a target has a verified copy. */
  planRollback(request: PlanRequest): Promise<RollbackPlan>;
  /** Refuses with PLAN_STALE when the world is not the plan's any more. */
  rollback(
    plan: RollbackPlan,
    options?: { readonly acceptMajorVersion?: boolean; readonly trigger?: string },
  ): RunningJob<RollbackResult>;
  keptRollbacks(): Promise<KeptRollback[]>;
  undo(jobId: string): RunningJob<RollbackResult>;
  release(jobId: string): RunningJob<KeptRollback>;

  /** Guarded upgrades, newest first, of all stacks. */
  upgrades(): Promise<Upgrade[]>;
  /**
   * Makes a point, runs the command if there is one, and waits until the new version is kept; otherwise everything
   * goes back to the point. Kind `upgrade`; its id is the upgrade's. `onLine` hears what the command says.
   * UPGRADE_ codes.
   */
  guardUpgrade(request: UpgradeRequest, onLine: (line: string) => void): RunningJob<Upgrade>;
  /** Stores the operator's word; who follows the upgrade hears it. UPGRADE_NOT_FOUND, UPGRADE_NOT_WAITING. */
  decideUpgrade(upgrade: string, decision: UpgradeDecision): Promise<Upgrade>;
  /**
   * Follows an upgrade whose process is gone to its end. STACK_BUSY while another one does. One that could not go back
   * is tried again.
   */
  followUpgrade(upgrade: string): RunningJob<Upgrade>;

  /** Oldest first; of all stacks when none is given. */
  policies(stack?: string): Promise<PolicyView[]>;
  /** `policy`: the id of the one that the draft would change; null for a new one. Refuses as `savePolicy` does. */
  previewPolicy(stack: string, policy: string | null, draft: PolicyDraft): Promise<PolicyPreview>;
  /** CRON_INVALID, TIME_ZONE_INVALID, POLICY_EXISTS, POLICY_INVALID, SOURCE_NOT_FOUND, LEVEL_OUT_OF_RANGE. */
  savePolicy(stack: string, policy: string | null, draft: PolicyDraft): Promise<PolicyView>;
  /** Its runs and its backups stay; no retention deletes these any more. */
  removePolicy(policy: string): Promise<PolicyView>;
  /** What the policy does, now and beside its plan. */
  runPolicy(policy: string): RunningJob<Backup>;
  /** Newest planned time first, the last 400. */
  policyRuns(stack: string): Promise<PolicyRun[]>;
  schedule(): Promise<ScheduleState>;
  /** Until an instant, or until somebody resumes. What is planned meanwhile is recorded as missed. */
  pauseSchedule(until: string | null): Promise<ScheduleState>;
  resumeSchedule(): Promise<ScheduleState>;
  scheduleSettings(): Promise<ScheduleSettings>;
  /** TIME_ZONE_INVALID, POLICY_INVALID. */
  setScheduleSettings(change: ScheduleSettingsChange): Promise<ScheduleSettings>;
  /** Plans and begins runs in this process until disposed, whenever no other process does. */
  runScheduler(kind: 'panel' | 'daemon'): AsyncDisposable;
  /** Hears every change of a planned run that this process's scheduler writes, until the returned function is called. */
  onPolicyRun(listener: (run: PolicyRun) => void): () => void;
  setPinned(backup: string, pinned: boolean): Promise<BackupView>;
  /** What the retentions of a stack's policies would delete now. Refuses as `prune` does. */
  previewPrune(stack: string): Promise<RetentionPreview>;
  /** PRUNE_AFTER_FAILURE when the newest backup of the stack is not good, PRUNE_STOPPED half way. */
  prune(stack: string, options?: { readonly trigger?: string }): RunningJob<PruneReport>;

  /** What an operator must hear of now, from facts; changes nothing. */
  alarms(): Promise<Fault[]>;
  notifications(): Promise<NotificationView>;
  /** NOTIFY_PLAIN, NOTIFY_PASSWORD_MISSING, SECRETS_UNUSABLE. */
  setNotifications(change: NotificationChange): Promise<NotificationView>;
  /** What messages are written in from now on. */
  setLanguage(language: Language): Promise<void>;
  /** Sends a test message now; resolves when the other side took it. NOTIFY_ codes, SECRET_GONE. */
  testNotification(channel: ChannelName): Promise<void>;
  /**
   * Looks for faults, tells `onAlarm`, writes what the channels are to send, and tries what is due. May take as long
   * as the slowest channel: nothing that matters awaits it. What is still being sent is not begun again.
   */
  lookAndTell(): Promise<void>;
  /**
   * Hears, at `lookAndTell`, what it has to tell and which faults another process has told since the last time, until
   * the returned function is called.
   */
  onAlarm(listener: (telling: Telling) => void): () => void;

  /** Oldest first; of all stacks when none is given. */
  replicas(stack?: string): Promise<ReplicaView[]>;
  /** Goes through every stage and leaves nothing behind. A stage that fails is told, not thrown. */
  tryReplica(stack: string, place: ReplicaPlace, password: string | null): Promise<ReplicaTest>;
  /** Writes the target's identity, or finds one there: then it must be given by this stack's packs or none. REPLICA_ codes, SECRETS_UNUSABLE. */
  addReplica(
    stack: string,
    place: ReplicaPlace,
    password: string | null,
    settings: ReplicaSettings,
  ): Promise<ReplicaView>;
  changeReplica(replica: string, settings: ReplicaSettings): Promise<ReplicaView>;
  setReplicaPassword(replica: string, password: string): Promise<ReplicaView>;
  testReplica(replica: string): Promise<ReplicaTest>;
  /** Forgets the target, its password and what waits for it; what is on it stays. */
  removeReplica(replica: string): Promise<ReplicaView>;
  /**
   * Copies one backup, or everything that waits, the newest first. Kind `replicate`. What fails waits, is tried again by
   * itself, and ends the job with what the first of it met.
   */
  copyToReplica(replica: string, backup: string | null): RunningJob<ReplicateReport>;
  /** Reads a copy back from its target, whole. One that is damaged is made anew while its pack is here. */
  verifyReplica(replica: string, backup: string): RunningJob<VerifyReport>;
  replicaPacks(replica: string): Promise<ReplicaPack[]>;
  /** Makes records of the packs that are on a target and that the catalog does not know. */
  adoptReplica(replica: string): RunningJob<AdoptReport>;
  /**
   * Brings a pack back from a target into the stack's storage. Kind `fetch`. PACK_NAME_TAKEN while it is here;
   * BACKUP_FILES_MISSING when no target has a verified copy.
   */
  fetchBackup(backup: string): RunningJob<Backup>;

  jobs(): Promise<Job[]>;
  job(jobId: string): Promise<{ readonly job: Job; readonly steps: readonly JobStep[] }>;
  /** What the log still holds about a job: the last 500 lines, oldest first. JOB_NOT_FOUND, FILE_FAILED. */
  jobLog(jobId: string): Promise<LogLine[]>;
  /** Also for a job of another process. Resolves when the request is stored, not when the job has ended. */
  cancel(jobId: string): Promise<Job>;
  /**
   * For a job that refuses another one its stack (STACK_BUSY): cancels it if it began by itself and nobody waits for it,
   * also in another process, and resolves with true when it has ended; with false when it gives way to nobody.
   */
  makeWay(jobId: string): Promise<boolean>;
  /** Hears every change of this process's jobs until the returned function is called. */
  onJob(listener: (job: Job) => void): () => void;

  recover(): Promise<RecoveryReport>;
  /**
   * The same, if a process has died with a job open since, or services are owed or data is half exchanged that nobody
   * works on; null when nothing is to be done, or it was tried in vain a moment ago.
   */
  recoverDead(): Promise<RecoveryReport | null>;
  reindex(): Promise<ReindexReport>;
  doctor(): Promise<Finding[]>;
  /** Makes the sample stack in Lifeboat's home at first use, and returns it. */
  sample(): Promise<Stack>;
  close(): Promise<void>;
}
