import type { ErrorReport } from '../../../shared/errors.ts';
import type { Omission } from '../../../shared/model/backup.ts';

/** A folder that the worker itself turns into tar. */
export interface FolderInput {
  readonly kind: 'folder';
  /** Absolute path of the folder; of the containing folder when `names` are given. */
  readonly root: string;
  /** Only these files of `root`; null for the whole folder. */
  readonly names: readonly string[] | null;
  /** Globs relative to the root. */
  readonly exclude: readonly string[];
  /** Absolute paths that are left out: the storage, live SQLite files. */
  readonly skip: readonly string[];
  /** Whether a file may change while it is read: then it is named as omitted instead of failing the part. */
  readonly tolerant: boolean;
}

/** Tar bytes that arrive in `chunk` messages. */
export interface StreamInput {
  readonly kind: 'stream';
  /** Globs of entries that are cut out. */
  readonly exclude: readonly string[];
  /** True for a part of a pack: it is scanned as it is, nothing is cut out of it. */
  readonly reading: boolean;
}

/** One part's work for a scan worker. */
export interface ScanTask {
  /** Names the part in errors. */
  readonly part: string;
  readonly input: FolderInput | StreamInput;
  /** Members whose content is returned, by path. */
  readonly capture: readonly string[];
}

export type ToScanWorker =
  | { readonly type: 'task'; readonly task: ScanTask }
  | { readonly type: 'chunk'; readonly buffer: SharedArrayBuffer; readonly length: number }
  | { readonly type: 'end' }
  /** A frame's buffer comes back. */
  | { readonly type: 'spent'; readonly buffer: SharedArrayBuffer };

export type FromScanWorker =
  | { readonly type: 'frame'; readonly buffer: SharedArrayBuffer; readonly length: number }
  | { readonly type: 'index'; readonly text: string }
  /** A chunk was taken; its buffer can be filled again. */
  | { readonly type: 'taken'; readonly buffer: SharedArrayBuffer }
  | { readonly type: 'done'; readonly summary: ScanSummary }
  | { readonly type: 'failed'; readonly report: ErrorReport };

export interface ScanSummary {
  readonly entries: number;
  readonly omitted: readonly Omission[];
  readonly captured: Readonly<Record<string, string>>;
}
