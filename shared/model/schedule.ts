import { z } from 'zod';
import { backupModes, packFormats } from './backup.ts';
import type { Policy, PolicyRun } from './policy.ts';

const hours = z
  .number()
  .positive()
  .max(24 * 366);

/** A policy as an operator writes it. What is null is as the stack or the installation has it. */
export const PolicyDraft = z.strictObject({
  name: z.string().trim().min(1).max(60),
  enabled: z.boolean(),
  cron: z.string().trim().min(1).max(200),
  timeZone: z.string().min(1).max(100).nullable(),
  mode: z.enum(backupModes),
  images: z.boolean(),
  only: z.array(z.string().min(1).max(200)).min(1).max(1000).nullable(),
  format: z.enum(packFormats).nullable(),
  level: z.int().min(0).max(19).nullable(),
  replicate: z.boolean(),
  retention: z.strictObject({
    days: z.number().positive().max(36_600).nullable(),
    count: z.int().min(1).max(100_000).nullable(),
  }),
  catchUpHours: z
    .number()
    .min(0)
    .max(24 * 366),
  maxAgeHours: hours.nullable(),
  verifyDays: z.number().positive().max(36_600).nullable(),
});
export type PolicyDraft = Readonly<z.infer<typeof PolicyDraft>>;

/** A moment that a policy plans: local date and time as in `PolicyRun.planned`, and the instant. */
export interface PlannedTime {
  readonly planned: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** A policy as shells show it. */
export interface PolicyView extends Policy {
  /** The zone in force. */
  readonly zone: string;
  /** The next five, also of a policy that is off: when it would run. */
  readonly next: readonly PlannedTime[];
  readonly lastRun: PolicyRun | null;
}

/** What a draft would mean, before it is saved. */
export interface PolicyPreview {
  readonly zone: string;
  /** Five. */
  readonly next: readonly PlannedTime[];
  /** How old the newest good backup may become before it is an alarm, in ms. */
  readonly allowedAgeMs: number;
  /** What its retention would do to the backups that it made; null for a policy that is not saved yet. */
  readonly retention: RetentionPreview | null;
}

export const keepReasons = ['last-good', 'pinned', 'type', 'days', 'count', 'unlimited', 'in-use', 'elder'] as const;
/** Why a backup stays. `elder`: a younger pack failed its verification. `type`: not made by a policy's schedule. */
export type KeepReason = (typeof keepReasons)[number];

/** What a retention would do now, newest first. Packs that are missing, unverified or failed are in neither list. */
export interface RetentionPreview {
  readonly keeps: readonly { readonly backupId: string; readonly name: string; readonly reason: KeepReason }[];
  readonly deletes: readonly { readonly backupId: string; readonly name: string; readonly storedBytes: number }[];
}

/** What a prune has done. */
export interface PruneReport extends RetentionPreview {
  readonly freedBytes: number;
}

/** One local day of a stack, as a strip of nights shows it; the worst of what was planned. `none`: nothing was planned. */
export interface Night {
  /** `2026-11-20`. */
  readonly date: string;
  readonly state: 'good' | 'attention' | 'failed' | 'missed' | 'none';
}

/** How a stack stands to its policies. */
export interface StackSchedule {
  /** How many policies are on. */
  readonly policies: number;
  readonly nextRun: (PlannedTime & { readonly policy: string }) | null;
  /** The strictest of its policies, in ms; null without one. */
  readonly allowedAgeMs: number | null;
  /** Since when it has had no good backup that is young enough; null while it has. */
  readonly overdueSince: string | null;
  /** The last 14, oldest first, today included. */
  readonly nights: readonly Night[];
  /**
   * Planned runs of policies that are on that were missed or failed and that no good backup has followed, of that policy
   * or by hand; newest first, at most 20.
   */
  readonly troubled: readonly PolicyRun[];
}

/** The scheduler of this installation. */
export interface ScheduleState {
  /** Which process plans and begins runs; null when none does: nothing will happen by itself. */
  readonly owner: { readonly kind: 'panel' | 'daemon'; readonly pid: number; readonly since: string } | null;
  readonly paused: {
    readonly since: string /** Null: until somebody resumes. */;
    readonly until: string | null;
  } | null;
  /** The next planned times of all policies that are on, soonest first. */
  readonly next: readonly (PlannedTime & { readonly stack: string; readonly policy: string })[];
}

/** A value of the whole installation and who says so: the catalog goes before the environment, and that before what is built in. */
export interface InForce<T> {
  readonly value: T;
  readonly from: 'catalog' | 'environment' | 'built-in';
}

/** What holds for every policy that says nothing else. */
export interface ScheduleSettings {
  /** IANA name; built in is the system's. */
  readonly timeZone: InForce<string>;
  /** How many of its own backups the scheduler runs at once. */
  readonly maxParallel: InForce<number>;
  /** Every good pack is read again within so many days. */
  readonly verifyDays: InForce<number>;
}

/** What changes; null takes a value out of the catalog again. */
export const ScheduleSettingsChange = z.strictObject({
  timeZone: z.string().min(1).max(100).nullable().optional(),
  maxParallel: z.int().min(1).max(16).nullable().optional(),
  verifyDays: z.number().positive().max(36_600).nullable().optional(),
});
export type ScheduleSettingsChange = Readonly<z.infer<typeof ScheduleSettingsChange>>;
