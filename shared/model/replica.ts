import { z } from 'zod';
import type { ErrorReport } from '../errors.ts';
import type { Retention } from './policy.ts';

const text = z.string().trim().min(1).max(255);

/** Where a Windows share is mounted unless the operator says otherwise. */
export const standardMountPoint = '/mnt/replica';

/** Where a stack's copies go; `folder` is the stack's fixed folder below it, `/`-separated. */
export const ReplicaPlace = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('smb'),
    host: text,
    port: z.int().min(1).max(65_535),
    share: z.string().trim().min(1).max(80),
    folder: z.string().trim().max(1000),
    domain: z.string().trim().max(255),
    user: text,
    /** Speaks SMB 2.1 and 3.0 too, when the server has nothing newer. */
    allowOld: z.boolean(),
  }),
  /** A Windows share that the system has mounted; it must *be* one at every run. */
  z.strictObject({ kind: z.literal('mount'), mountPoint: z.string().min(1).max(4000), folder: text }),
  /** A disk of this machine. */
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1).max(4000), sameDevice: z.boolean() }),
]);
export type ReplicaPlace = Readonly<z.infer<typeof ReplicaPlace>>;

/** A target of a stack: where verified copies of its packs go. */
export interface Replica {
  readonly id: string;
  readonly stackId: string;
  /** Unique in its stack. */
  readonly name: string;
  readonly place: ReplicaPlace;
  /** What is written on the target and looked for at every run. */
  readonly targetId: string;
  /** A backup is refused before anything is stopped while this target is not there. */
  readonly required: boolean;
  /** Bytes per second; null for as fast as it goes. */
  readonly limit: number | null;
  /** Of the copies on the target. */
  readonly retention: Retention;
  readonly createdAt: string;
}

/** What an operator may change of a target; its place stays. */
export const ReplicaSettings = z.strictObject({
  name: z.string().trim().min(1).max(60),
  required: z.boolean(),
  limit: z.int().min(1).nullable(),
  retention: z.strictObject({
    days: z.number().positive().max(36_600).nullable(),
    count: z.int().min(1).max(100_000).nullable(),
  }),
});
export type ReplicaSettings = Readonly<z.infer<typeof ReplicaSettings>>;

export const copyStates = ['waiting', 'running', 'verified', 'failed', 'missing'] as const;

/**
 * `waiting`: to be copied, tried again by itself. `verified`: every byte was read back from the target.
 * `failed`: no try is left, or the pack itself is not good. `missing`: was there, and is not any more.
 */
export type CopyState = (typeof copyStates)[number];

/** One backup's copy on one target. */
export interface ReplicaCopy {
  readonly replicaId: string;
  readonly stackId: string;
  readonly backupId: string;
  /** The pack's name. */
  readonly backup: string;
  readonly state: CopyState;
  readonly tries: number;
  readonly nextTryAt: string | null;
  readonly verifiedAt: string | null;
  readonly bytes: number;
  /** Why it waits, failed or is missing. */
  readonly reason: ErrorReport | null;
}

/** A target as shells show it. */
export interface ReplicaView extends Replica {
  /** In words of its kind: `\\nas\backups\web`, `/media/usb`. */
  readonly where: string;
  /** Newest first, the last 200. */
  readonly copies: readonly ReplicaCopy[];
  readonly lastVerifiedAt: string | null;
  /** How many wait to be copied. */
  readonly backlog: number;
  /** What the last run met; null when it was well, or none has been. */
  readonly fault: ErrorReport | null;
  /** Bytes that were free at the last look; null before the first. */
  readonly freeBytes: number | null;
  /** Where its password is kept; null for a target without one. */
  readonly password: 'keychain' | 'key-file' | null;
}

export const testStages = [
  'reach',
  'log-on',
  'protection',
  'share',
  'identity',
  'write',
  'read-back',
  'rename',
  'delete',
] as const;
export type TestStage = (typeof testStages)[number];

/** What a test of a target found, stage by stage; the first that fails is the last. */
export interface ReplicaTest {
  readonly stages: readonly {
    readonly stage: TestStage;
    readonly ok: boolean;
    /** For `protection` the protocol and its algorithms, for `share` the free bytes; else null. */
    readonly detail: string | number | null;
    readonly error: ErrorReport | null;
  }[];
}

/** A pack that is on a target. */
export interface ReplicaPack {
  readonly name: string;
  readonly packId: string;
  readonly createdAt: string;
  readonly bytes: number;
  /** The backup of this catalog that it is a copy of; null for one that the catalog does not know. */
  readonly backupId: string | null;
}

export interface AdoptReport {
  readonly found: number;
  readonly added: number;
  readonly known: number;
  readonly incomplete: readonly { readonly name: string; readonly detail: string }[];
}

/** What a run of copying has done. */
export interface ReplicateReport {
  readonly copied: number;
  /** Were there already, and were read back. */
  readonly already: number;
  readonly bytes: number;
}
