import { z } from 'zod';
import type { Language } from '../language.ts';
import { backupModes, backupTypes, packFormats } from '../model/backup.ts';
import type { StackCoverage } from '../model/coverage.ts';
import type { Job, JobStep } from '../model/job.ts';
import { channelNames, NotificationChange, type NotificationView } from '../model/notification.ts';
import { noteFault } from '../model/note.ts';
import type { LogLine } from '../model/log-line.ts';
import { type PanelSettings, SettingsChange } from '../model/panel-settings.ts';
import type { BackupPreview, Finding, RecoveryReport } from '../model/report.ts';
import type { KeptRollback, RollbackPlan } from '../model/rollback.ts';
import type { PolicyRun } from '../model/policy.ts';
import {
  PolicyDraft,
  type PolicyPreview,
  type PolicyView,
  type ScheduleSettings,
  ScheduleSettingsChange,
  type ScheduleState,
} from '../model/schedule.ts';
import { takesLevel } from '../model/pack-format.ts';
import {
  type ReplicaPack,
  ReplicaPlace,
  ReplicaSettings,
  type ReplicaTest,
  type ReplicaView,
} from '../model/replica.ts';
import type { DiscoveredProject, Stack } from '../model/stack.ts';
import { type Upgrade, upgradeDecisions, upgradePatience } from '../model/upgrade.ts';
import type { BackupView, StackView } from '../model/view.ts';

/** What the window knows of its main process from the first frame on. */
export interface PanelState {
  readonly version: string;
  readonly electron: string;
  readonly home: string;
  readonly language: Language;
  readonly dark: boolean;
  readonly settings: PanelSettings;
  /** What was put right before the window was shown, or last since: after a process of the command line had died. */
  readonly recovery: RecoveryReport;
}

/** A path that main's own dialog gave out. The window shows `path` and sends back `token`, never a path. */
export interface ChosenPath {
  readonly token: string;
  readonly path: string;
}

/** A destructive act that main has described and will do once, when `token` comes back in time. */
export interface Confirmable<Facts> {
  readonly token: string;
  readonly facts: Facts;
}

/** A job that a call began. */
export interface Begun {
  readonly jobId: string;
}

const id = z.string().min(1).max(200);
const token = z.string().length(32);
const nothing = z.undefined();
const patience = z.int().min(1).max(upgradePatience.mostMinutes);
const globs = z.array(z.string().min(1).max(1000)).max(500);
const sourceIds = z.array(id).max(1000);

const backupRequest = z.strictObject({
  stack: id,
  type: z.enum(backupTypes).exclude(['scheduled', 'pre-rollback']),
  appVersion: z.string().max(100).optional(),
  mode: z.enum(backupModes),
  images: z.boolean(),
  format: z.enum(packFormats),
  level: z.int().min(0).max(19),
  only: sourceIds.optional(),
  /** Absent: the stack's targets get it. */
  replicate: z.boolean().optional(),
  note: z
    .string()
    .refine((note) => noteFault(note) === null)
    .optional(),
});

/** What main would choose itself, and may have refused to: the stack's name, the folder that keeps its backups. */
const chosen = { name: z.string().min(1).max(200).optional(), storage: token.optional() };

const password = z.string().min(1).max(1000);
/** A target's place as the window may say it: paths are tokens of main's own dialog. */
const placeRequest = z.discriminatedUnion('kind', [
  ReplicaPlace.options[0],
  z.strictObject({ kind: z.literal('mount'), mountPoint: token.nullable(), folder: z.string().trim().min(1).max(255) }),
  z.strictObject({ kind: z.literal('folder'), path: token, sameDevice: z.boolean() }),
]);

/** Only a type: main vouches for what it answers. */
const answers =
  <Output>() =>
  (value: Output): Output =>
    value;

const calls = {
  'panel.state': { input: nothing, output: answers<PanelState>() },
  'panel.set': { input: SettingsChange, output: answers<PanelState>() },
  'panel.openLogs': { input: nothing, output: answers<null>() },
  'panel.quit': { input: z.strictObject({ decision: z.enum(['wait', 'cancel', 'stay']) }), output: answers<null>() },
  'path.choose': {
    input: z.strictObject({
      purpose: z.enum(['compose-file', 'folder', 'sqlite', 'export', 'storage', 'import', 'replica']),
    }),
    output: answers<ChosenPath | null>(),
  },

  'stacks.list': { input: nothing, output: answers<readonly StackView[]>() },
  'stacks.discover': { input: nothing, output: answers<readonly DiscoveredProject[]>() },
  'stacks.coverage': { input: z.strictObject({ stack: id }), output: answers<StackCoverage>() },
  'stacks.add': {
    input: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('project'), project: id, ...chosen }),
      z.strictObject({ kind: z.literal('compose-file'), file: token, ...chosen }),
      z.strictObject({
        kind: z.literal('folder'),
        folders: z.array(token).min(1).max(50),
        sqlite: z.array(token).max(50),
        exclude: globs,
        ...chosen,
      }),
      z.strictObject({ kind: z.literal('sample') }),
    ]),
    output: answers<Stack>(),
  },
  'stacks.askRemove': { input: z.strictObject({ stack: id }), output: answers<Confirmable<StackView>>() },
  'stacks.remove': { input: z.strictObject({ token }), output: answers<Stack>() },
  'stacks.setExclude': { input: z.strictObject({ stack: id, exclude: globs }), output: answers<Stack>() },
  'stacks.setBackupSettings': {
    input: z
      .strictObject({ stack: id, format: z.enum(packFormats), level: z.int(), leftOut: sourceIds })
      .refine(({ format, level }) => takesLevel(format, level), 'the format does not take this level'),
    output: answers<Stack>(),
  },
  'stacks.migrate': {
    input: z.strictObject({ stack: id.nullable(), directory: token }),
    output: answers<Begun>(),
  },

  'backups.list': { input: z.strictObject({ stack: id }), output: answers<readonly BackupView[]>() },
  'backups.preview': { input: backupRequest, output: answers<BackupPreview>() },
  'backups.start': { input: backupRequest, output: answers<Begun>() },
  'backups.verify': { input: z.strictObject({ backup: id }), output: answers<Begun>() },
  'backups.export': {
    input: z.strictObject({ backup: id, directory: token, singleFile: z.boolean() }),
    output: answers<Begun>(),
  },
  'backups.import': { input: z.strictObject({ stack: id, file: token }), output: answers<Begun>() },
  'backups.showFolder': { input: z.strictObject({ backup: id }), output: answers<null>() },
  'backups.askDelete': { input: z.strictObject({ backup: id }), output: answers<Confirmable<BackupView>>() },
  'backups.delete': { input: z.strictObject({ token }), output: answers<Begun>() },

  'backups.setPinned': { input: z.strictObject({ backup: id, pinned: z.boolean() }), output: answers<BackupView>() },

  'policies.list': { input: z.strictObject({ stack: id }), output: answers<readonly PolicyView[]>() },
  /** `policy`: the one that the draft would change; null for a new one. */
  'policies.preview': {
    input: z.strictObject({ stack: id, policy: id.nullable(), draft: PolicyDraft }),
    output: answers<PolicyPreview>(),
  },
  'policies.save': {
    input: z.strictObject({ stack: id, policy: id.nullable(), draft: PolicyDraft }),
    output: answers<PolicyView>(),
  },
  'policies.askRemove': { input: z.strictObject({ policy: id }), output: answers<Confirmable<PolicyView>>() },
  'policies.remove': { input: z.strictObject({ token }), output: answers<null>() },
  'policies.run': { input: z.strictObject({ policy: id }), output: answers<Begun>() },
  /** Newest planned time first. */
  'policies.runs': { input: z.strictObject({ stack: id }), output: answers<readonly PolicyRun[]>() },
  'schedule.state': { input: nothing, output: answers<ScheduleState>() },
  /** `until`: ISO 8601; null until somebody resumes. */
  'schedule.pause': { input: z.strictObject({ until: z.iso.datetime().nullable() }), output: answers<ScheduleState>() },
  'schedule.resume': { input: nothing, output: answers<ScheduleState>() },
  'schedule.settings': { input: nothing, output: answers<ScheduleSettings>() },
  'schedule.set': { input: ScheduleSettingsChange, output: answers<ScheduleSettings>() },

  'rollback.plan': {
    input: z.strictObject({
      backup: id,
      scope: z.enum(['full', 'data-only']),
      only: sourceIds,
      exclude: globs,
      safetyBackup: z.boolean(),
    }),
    output: answers<Confirmable<RollbackPlan>>(),
  },
  /** `typed` must be the stack's name. */
  'rollback.start': {
    input: z.strictObject({ token, typed: z.string().max(500), acceptMajorVersion: z.boolean() }),
    output: answers<Begun>(),
  },
  'rollback.kept': { input: nothing, output: answers<readonly KeptRollback[]>() },
  'rollback.askUndo': { input: z.strictObject({ job: id }), output: answers<Confirmable<KeptRollback>>() },
  'rollback.undo': { input: z.strictObject({ token }), output: answers<Begun>() },
  'rollback.askRelease': { input: z.strictObject({ job: id }), output: answers<Confirmable<KeptRollback>>() },
  'rollback.release': { input: z.strictObject({ token }), output: answers<Begun>() },

  /** Newest first. */
  'upgrades.list': { input: z.strictObject({ stack: id }), output: answers<readonly Upgrade[]>() },
  /** Makes the point, then waits for what the operator does by hand: no command ever comes from the window. */
  'upgrades.begin': {
    input: z.strictObject({
      stack: id,
      appVersion: z.string().max(100).optional(),
      images: z.boolean(),
      /** The usual ones when absent. */
      healthMinutes: patience.optional(),
      confirmMinutes: patience.optional(),
    }),
    output: answers<Begun>(),
  },
  'upgrades.decide': {
    input: z.strictObject({ upgrade: id, decision: z.enum(upgradeDecisions).exclude(['back']) }),
    output: answers<Upgrade>(),
  },
  'upgrades.askBack': { input: z.strictObject({ upgrade: id }), output: answers<Confirmable<Upgrade>>() },
  'upgrades.back': { input: z.strictObject({ token }), output: answers<null>() },

  'notifications.get': { input: nothing, output: answers<NotificationView>() },
  /** In the language of the panel. */
  'notifications.set': { input: NotificationChange, output: answers<NotificationView>() },
  'notifications.test': {
    input: z.strictObject({ channel: z.enum(channelNames) }),
    output: answers<NotificationView>(),
  },

  'replicas.list': { input: z.strictObject({ stack: id }), output: answers<readonly ReplicaView[]>() },
  /** Tries a place that is not saved yet. `password`: of an SMB place. */
  'replicas.try': {
    input: z.strictObject({ stack: id, place: placeRequest, password: password.nullable() }),
    output: answers<ReplicaTest>(),
  },
  /** Writes the target's identity, so it must be there. */
  'replicas.add': {
    input: z.strictObject({ stack: id, place: placeRequest, password: password.nullable(), settings: ReplicaSettings }),
    output: answers<ReplicaView>(),
  },
  'replicas.change': {
    input: z.strictObject({ replica: id, settings: ReplicaSettings }),
    output: answers<ReplicaView>(),
  },
  'replicas.setPassword': { input: z.strictObject({ replica: id, password }), output: answers<ReplicaView>() },
  'replicas.test': { input: z.strictObject({ replica: id }), output: answers<ReplicaTest>() },
  'replicas.askRemove': { input: z.strictObject({ replica: id }), output: answers<Confirmable<ReplicaView>>() },
  'replicas.remove': { input: z.strictObject({ token }), output: answers<null>() },
  /** `backup`: null for everything that waits. */
  'replicas.copy': { input: z.strictObject({ replica: id, backup: id.nullable() }), output: answers<Begun>() },
  'replicas.verify': { input: z.strictObject({ replica: id, backup: id }), output: answers<Begun>() },
  'replicas.packs': { input: z.strictObject({ replica: id }), output: answers<readonly ReplicaPack[]>() },
  'replicas.adopt': { input: z.strictObject({ replica: id }), output: answers<Begun>() },
  /** Brings a pack back from a target into the stack's storage, verified; then it can be rolled back to. */
  'replicas.fetch': { input: z.strictObject({ backup: id }), output: answers<Begun>() },

  'jobs.list': { input: nothing, output: answers<readonly Job[]>() },
  'jobs.get': {
    input: z.strictObject({ job: id }),
    output: answers<{ readonly job: Job; readonly steps: readonly JobStep[] }>(),
  },
  'jobs.log': { input: z.strictObject({ job: id }), output: answers<readonly LogLine[]>() },
  'jobs.cancel': { input: z.strictObject({ job: id }), output: answers<Job>() },
  'health.examine': { input: nothing, output: answers<readonly Finding[]>() },
} as const;

export type CallName = keyof typeof calls;

interface Inputs extends Readonly<{ [Name in CallName]: z.infer<(typeof calls)[Name]['input']> }> {}
interface Outputs extends Readonly<{ [Name in CallName]: ReturnType<(typeof calls)[Name]['output']> }> {}

export type CallInput<Name extends CallName> = Inputs[Name];
export type CallOutput<Name extends CallName> = Outputs[Name];

/** Every call of the window to its main process: what it takes. Client and handlers are derived from it. */
export const contract: { readonly [Name in CallName]: { readonly input: z.ZodType<Inputs[Name]> } } = calls;

/** One act for every call; a missing one does not compile. */
export type Handlers = { readonly [Name in CallName]: (input: Inputs[Name]) => Promise<Outputs[Name]> };
