/** What a target says about itself once it is open. Data, no words: a shell makes the sentence. */
export interface TargetIdentity {
  /** Where copies go, as a person would write it: `\\nas\backups\web` or `/mnt/usb/web`. */
  readonly place: string;
  /** The name by which the machine calls itself; null where the target is no other machine. */
  readonly machine: string | null;
  /** How bytes are protected on their way; null where they do not travel. */
  readonly protection: TargetProtection | null;
}

/** How bytes are protected between this machine and another. */
export interface TargetProtection {
  /** The protocol with its version, e.g. `SMB 3.1.1`. */
  readonly protocol: string;
  /** The algorithm that signs, e.g. `AES-128-GMAC`. */
  readonly signing: string;
  /** The algorithm that encrypts, e.g. `AES-128-GCM`; null when bytes are signed but can be read by others. */
  readonly encryption: string | null;
}

/** What has a name on a target. */
export interface TargetEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** Bytes; 0 for a folder. */
  readonly size: number;
}

/** Where a stream goes. */
export interface WriteOptions {
  /**
   * Where the bytes go. 0 makes the file new, or empties it; above 0 goes on in a file that is there, and what lies
   * behind goes away.
   */
  readonly offset: number;
  readonly signal: AbortSignal;
}

/** From which byte on a file is read. */
export interface ReadOptions {
  readonly offset: number;
  readonly signal: AbortSignal;
}

/**
 * One connection to a place that replicas go to. Every path is relative to the target's folder, its names joined by
 * `/`; `''` is the folder itself, which can be listed but neither moved nor deleted. A name that a share cannot hold and a
 * way out of the folder are REPLICA_PATH_INVALID. Calls may run side by side. Every wait ends: by its answer, by `signal` (AbortError),
 * or by a typed REPLICA_… error. After REPLICA_LOST, REPLICA_TIMED_OUT or REPLICA_TAMPERED every further call fails:
 * dispose and open anew.
 */
export interface TargetConnection extends AsyncDisposable {
  readonly identity: TargetIdentity;
  /** Bytes that this user may still write. */
  readonly freeSpace: (signal: AbortSignal) => Promise<number>;
  /** Makes a folder and those above it; one that is there is fine. */
  readonly makeFolders: (path: string, signal: AbortSignal) => Promise<void>;
  /**
   * Writes a stream, flushes it to the server's disk and closes. Resolves with the file's whole size as the server has
   * it, which is `offset` plus what was written. A chunk is the target's once it is given, and may be freed: nobody looks at it any more.
   * The source has to end by itself when the signal aborts.
   */
  readonly write: (path: string, chunks: AsyncIterable<Buffer>, options: WriteOptions) => Promise<number>;
  /** The bytes of a file from `offset` to its end, in order. A chunk is the caller's, who may free it. */
  readonly read: (path: string, options: ReadOptions) => AsyncIterable<Buffer>;
  /** What a folder holds, in no order. REPLICA_PATH_NOT_FOUND when it is not there. */
  readonly list: (path: string, signal: AbortSignal) => Promise<TargetEntry[]>;
  /** Null when there is nothing. */
  readonly stat: (path: string, signal: AbortSignal) => Promise<TargetEntry | null>;
  /** Gives a file or folder another name. Never replaces: REPLICA_PATH_TAKEN when the name is taken. */
  readonly rename: (from: string, to: string, signal: AbortSignal) => Promise<void>;
  readonly deleteFile: (path: string, signal: AbortSignal) => Promise<void>;
  /** Deletes a folder and all below it; links to elsewhere are deleted, not followed. */
  readonly deleteTree: (path: string, signal: AbortSignal) => Promise<void>;
}

/** A place that replicas go to. */
export interface ReplicaTarget {
  /** Connects anew: nothing is shared with other connections. The target's folder must be there. */
  readonly open: (signal: AbortSignal) => Promise<TargetConnection>;
}
