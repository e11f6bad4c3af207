import type { CallInput, ChosenPath } from '../../../shared/ipc/contract.ts';
import type { AddWay } from './adding.ts';

/** What the operator has filled in so far, for every way at once. */
export interface Draft {
  readonly way: AddWay;
  readonly project: string | null;
  readonly file: ChosenPath | null;
  readonly folders: readonly ChosenPath[];
  /** Globs, one per line. */
  readonly exclude: string;
}

/** A form with nothing filled in. */
export function emptyDraft(way: AddWay): Draft {
  return { way, project: null, file: null, folders: [], exclude: '' };
}

/** What is asked of main; null while something is missing. */
export function requestOf({ way, project, file, folders, exclude }: Draft): CallInput<'stacks.add'> | null {
  if (way === 'project') return project === null ? null : { kind: way, project };
  if (way === 'compose-file') return file === null ? null : { kind: way, file: file.token };
  if (way === 'sample') return { kind: way };
  const tokens = folders.map(({ token }) => token);
  return tokens.length === 0 ? null : { kind: way, folders: tokens, exclude: globsOf(exclude) };
}

/** The folders with one more; a path that is there already stays once. */
export function withFolder(folders: readonly ChosenPath[], added: ChosenPath): readonly ChosenPath[] {
  return folders.some(({ path }) => path === added.path) ? folders : [...folders, added];
}

/** The globs of a text with one per line: trimmed, without empty lines, each once. */
export function globsOf(text: string): string[] {
  return [...new Set(text.split(/\r?\n/u).map((line) => line.trim()))].filter((glob) => glob !== '');
}
