import type { DatabaseEngine } from './database.ts';
import type { StackBackup } from './stack-backup.ts';

/** Kinds of things inside a stack that hold state. A part of a pack comes from one of them. */
export const sourceKinds = ['volume', 'bind', 'folder', 'sqlite', 'database', 'image', 'config'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/**
 * One source of a stack, as found now. `id` is `<kind>/<name>`, is unique in its stack, and is what
 * `--only` takes.
 */
export interface Source {
  readonly id: string;
  readonly kind: SourceKind;
  /** Short name: the volume's name in the compose file, the folder's base name, the image's reference. */
  readonly name: string;
  /** Where it lives: a Docker volume name, an absolute host path, an image id, or `<engine>://<service>/<database>`. */
  readonly location: string;
  /** Globs, relative to the source's root, of what is neither copied nor replaced. */
  readonly exclude: readonly string[];
  /** True for a bind mount or a config source that is a single file. */
  readonly singleFile: boolean;
  /** Volumes only: what is needed to make an equal one. */
  readonly volume?: {
    readonly driver: string;
    readonly options: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
  };
}

/** How a container counts in the health check. */
export type ServiceRole =
  /** Runs now: it is stopped for a cold copy and started again. */
  | 'long-running'
  /** Has done its work (exited 0, no restart policy): ignored. */
  | 'one-shot'
  /** Was stopped before: left as it is. */
  | 'stopped';

/** One container of a stack, or of another stack that mounts one of its volumes. */
export interface ServiceState {
  readonly containerId: string;
  readonly containerName: string;
  /** Compose project; null for a container that compose did not make. */
  readonly project: string | null;
  readonly service: string;
  /** Compose's container number (1, 2, … when scaled). */
  readonly number: number;
  readonly state: 'running' | 'paused' | 'restarting' | 'exited' | 'created' | 'dead' | 'removing';
  readonly role: ServiceRole;
  readonly restartPolicy: string;
  /** Started with `--rm`: stopping it deletes it. */
  readonly autoRemove: boolean;
  readonly exitCode: number;
  /** RFC 3339, as Docker gives it: compared as text to notice a start in between. */
  readonly startedAt: string;
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  readonly image: string;
  readonly imageId: string;
  /** Services (of the same project) that this one needs running first. */
  readonly dependsOn: readonly string[];
  /** Docker volume names and bind paths that it mounts. */
  readonly mounts: readonly ServiceMount[];
  /** Belongs to another stack, and is here because it mounts a source of this one. */
  readonly foreign: boolean;
  /** The database server that it is, and the volumes and host paths that hold its files; null for none. */
  readonly database: { readonly engine: DatabaseEngine; readonly holds: readonly string[] } | null;
}

export interface ServiceMount {
  readonly type: 'volume' | 'bind';
  /** Volume name or absolute host path. */
  readonly source: string;
  readonly destination: string;
  readonly writable: boolean;
}

/** What the operator told Lifeboat about a stack; stored in the catalog. */
export type StackDefinition =
  | {
      readonly kind: 'compose';
      readonly project: string;
      /** Compose files by absolute path; empty when only running containers are known. */
      readonly files: readonly string[];
      readonly workingDirectory: string | null;
      readonly exclude: readonly string[];
    }
  | {
      readonly kind: 'folder';
      readonly directories: readonly string[];
      readonly sqlite: readonly string[];
      readonly exclude: readonly string[];
    };

/** A stack that Lifeboat protects. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  /** Folder name of the stack below its storage: `[a-z0-9._-]`, unique on this machine. */
  readonly slug: string;
  readonly definition: StackDefinition;
  /** Absolute path below which `<slug>/` holds the packs. */
  readonly storage: string;
  readonly backup: StackBackup;
  readonly createdAt: string;
}

/** A compose project that runs here and is not protected yet. */
export interface DiscoveredProject {
  readonly project: string;
  readonly workingDirectory: string | null;
  readonly files: readonly string[];
  readonly services: number;
  readonly running: number;
}

/** Everything an operation needs to know of a stack's present state. Read without changing anything. */
export interface StackState {
  readonly sources: readonly Source[];
  readonly services: readonly ServiceState[];
  /** Things that deserve a word before a backup, e.g. a bind mount outside the machine. */
  readonly notes: readonly StackNote[];
}

export interface StackNote {
  readonly kind:
    | 'external-volume'
    | 'special-driver'
    | 'docker-socket'
    | 'host-path'
    | 'include-not-read'
    | 'missing-volume'
    | 'missing-bind'
    | 'anonymous-volume'
    | 'folder-losses'
    | 'volume-losses'
    | 'config-missing'
    /** A SQLite database in a volume or bind mount, which only a cold copy has of one moment. */
    | 'sqlite-inside'
    /** The files of a database server that runs, of which a hot copy may not be usable. */
    | 'database-running';
  readonly subject: string;
}
