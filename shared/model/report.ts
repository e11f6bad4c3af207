import type { ErrorReport } from '../errors.ts';
import type { BackupMode, PackFormat } from './backup.ts';
import type { JobKind } from './job.ts';
import type { ServiceState, Source, SourceKind, StackNote } from './stack.ts';

/** The dry run of a backup: what would be in it, how big it would be, what would be stopped. */
export interface BackupPreview {
  readonly stack: string;
  readonly mode: BackupMode;
  readonly format: PackFormat;
  readonly level: number;
  readonly storage: string;
  readonly sources: readonly {
    readonly id: string;
    readonly kind: SourceKind;
    readonly location: string;
    readonly estimatedBytes: number | null;
  }[];
  /** Data that the stack has too and that this backup does not take. */
  readonly leftOut: readonly Pick<Source, 'id' | 'kind' | 'location'>[];
  /** Data that it takes in another way: the files of a database that is dumped, a database whose files are copied. */
  readonly otherwise: readonly { readonly id: string; readonly by: 'in-dump' | 'in-volume' }[];
  /** In the order of stopping. */
  readonly stops: readonly Pick<ServiceState, 'containerId' | 'service' | 'project' | 'foreign'>[];
  readonly ignores: readonly { readonly service: string; readonly reason: 'one-shot' | 'already-stopped' }[];
  readonly estimatedBytes: number;
  /** Expected stored size, from this stack's last ratio. */
  readonly estimatedStoredBytes: number;
  readonly freeBytes: number;
  /** Downtime to expect, from this stack's history; null when it has none. */
  readonly estimatedStopMs: number | null;
  readonly notes: readonly StackNote[];
  /** What would stop this backup from starting; empty when it can run. */
  readonly refusals: readonly ErrorReport[];
}

/** What `verify` read back and found good; a pack that is not throws. */
export interface VerifyReport {
  readonly path: string;
  readonly name: string;
  readonly parts: number;
  readonly files: number;
  readonly entries: number;
  readonly rawBytes: number;
  readonly storedBytes: number;
}

export interface ExportReport {
  readonly backup: string;
  readonly path: string;
  readonly bytes: number;
  readonly files: number;
}

export interface MigrateReport {
  readonly storage: string;
  readonly moved: number;
  readonly already: number;
  readonly bytes: number;
}

/** What the start of every shell put right, before anything else ran. */
export interface RecoveryReport {
  readonly jobs: readonly {
    readonly id: string;
    readonly kind: JobKind;
    readonly stack: string | null;
    readonly outcome: 'interrupted' | 'undone' | 'finished' | 'needs-attention';
  }[];
  readonly started: readonly { readonly stack: string; readonly service: string; readonly containerId: string }[];
  /** Debts that could not be paid yet, e.g. because Docker is away. */
  readonly owed: readonly { readonly stack: string; readonly service: string; readonly error: ErrorReport }[];
  readonly sweptFolders: number;
  readonly removedHelpers: number;
}

export interface ReindexReport {
  readonly found: number;
  readonly added: number;
  readonly known: number;
  readonly incomplete: readonly { readonly path: string; readonly detail: string }[];
  readonly stacksAdded: readonly string[];
}

export interface Finding {
  readonly check:
    | 'catalog'
    | 'storage'
    | 'docker'
    | 'debts'
    | 'jobs'
    | 'packs'
    | 'space'
    | 'log'
    | 'runtime'
    | 'kept-data'
    | 'notifications'
    | 'secrets'
    | 'schedule'
    | 'pause'
    | 'missed'
    | 'environment'
    | 'replicas'
    | 'upgrades';
  readonly state: 'good' | 'attention' | 'alarm';
  /** What it is about: a path, a stack, a version; null for the whole installation. */
  readonly subject: string | null;
  /** Values for the sentence `doctor.<check>.<state>` in the locales. */
  readonly params: Readonly<Record<string, string | number>>;
}
