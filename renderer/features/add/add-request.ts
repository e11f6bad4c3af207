import type { CallInput, ChosenPath } from '../../../shared/ipc/contract.ts';
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
}

/** A form with nothing filled in. */
export function emptyDraft(way: AddWay): Draft {
  return { way, project: null, file: null, folders: [], sqlite: [], exclude: '' };
}

/** What is asked of main; null while something is missing. */
export function requestOf({ way, project, file, folders, sqlite, exclude }: Draft): CallInput<'stacks.add'> | null {
  if (way === 'project') return project === null ? null : { kind: way, project };
  if (way === 'compose-file') return file === null ? null : { kind: way, file: file.token };
  if (way === 'sample') return { kind: way };
  if (folders.length === 0) return null;
  return { kind: way, folders: tokensOf(folders), sqlite: tokensOf(sqlite), exclude: globsOf(exclude) };
}

function tokensOf(paths: readonly ChosenPath[]): string[] {
  return paths.map(({ token }) => token);
}

/** The paths with one more; one that is there already stays once. */
export function withPath(paths: readonly ChosenPath[], added: ChosenPath): readonly ChosenPath[] {
  return paths.some(({ path }) => path === added.path) ? paths : [...paths, added];
}

/** The globs of a text with one per line: trimmed, without empty lines, each once. */
export function globsOf(text: string): string[] {
  return [...new Set(text.split(/\r?\n/u).map((line) => line.trim()))].filter((glob) => glob !== '');
}
