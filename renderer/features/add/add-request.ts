import type { ErrorReport } from '../../../shared/errors.ts';
import type { CallInput, ChosenPath } from '../../../shared/ipc/contract.ts';
import { globsOf } from '../globs.ts';
import type { AddWay } from './adding.ts';

/** What the operator has filled in so far, for every way at once. */
export interface Draft {
  readonly way: AddWay;
  readonly project: string | null;
  readonly file: ChosenPath | null;
  readonly folders: readonly ChosenPath[];
  /** SQLite files that are written to while they are copied. */
  readonly sqlite: readonly ChosenPath[];
  /** Globs, one per line. */
  readonly exclude: string;
  /** Another name than the one that was found; null until that one was refused. */
  readonly name: string | null;
  /** Whether nobody knows a place for the backups, so that the operator has to. */
  readonly asksStorage: boolean;
  readonly storage: ChosenPath | null;
}

const nothingRefused = { name: null, asksStorage: false, storage: null } as const;

/** A form with nothing filled in. */
export function emptyDraft(way: AddWay): Draft {
  return { way, project: null, file: null, folders: [], sqlite: [], exclude: '', ...nothingRefused };
}

/** The form with a part changed. For another stack nothing has been refused yet. */
export function changedDraft(draft: Draft, part: Partial<Draft>): Draft {
  const another = 'way' in part || 'project' in part || 'file' in part || 'folders' in part;
  return { ...draft, ...(another ? nothingRefused : {}), ...part };
}

/** The form after a refusal: with a field for what the operator can choose otherwise. */
export function refusedDraft(draft: Draft, { code }: ErrorReport): Draft {
  if (code === 'STACK_EXISTS' || code === 'STACK_NAME_INVALID') return { ...draft, name: draft.name ?? '' };
  return code === 'STORAGE_UNKNOWN' ? { ...draft, asksStorage: true } : draft;
}

/** What is asked of main; null while something is missing. */
export function requestOf(draft: Draft): CallInput<'stacks.add'> | null {
  const { way, project, file, folders } = draft;
  const name = draft.name?.trim();
  if (name === '' || (draft.asksStorage && draft.storage === null)) return null;
  const chosen = {
    ...(name === undefined ? {} : { name }),
    ...(draft.storage === null ? {} : { storage: draft.storage.token }),
  };
  if (way === 'project') return project === null ? null : { kind: way, project, ...chosen };
  if (way === 'compose-file') return file === null ? null : { kind: way, file: file.token, ...chosen };
  if (way === 'sample') return { kind: way };
  if (folders.length === 0) return null;
  const sqlite = tokensOf(draft.sqlite);
  return { kind: way, folders: tokensOf(folders), sqlite, exclude: globsOf(draft.exclude), ...chosen };
}

function tokensOf(paths: readonly ChosenPath[]): string[] {
  return paths.map(({ token }) => token);
}

/** The paths with one more; one that is there already stays once. */
export function withPath(paths: readonly ChosenPath[], added: ChosenPath): readonly ChosenPath[] {
  return paths.some(({ path }) => path === added.path) ? paths : [...paths, added];
}
