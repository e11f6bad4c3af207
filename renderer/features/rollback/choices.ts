import type { BackupView } from '../../../shared/model/view.ts';

/** Why a backup cannot be rolled back to; null when it can. */
export type Hindrance = 'missing' | 'running' | 'failed' | 'cancelled' | null;

/** What deciding needs of a backup. */
type Facts = Pick<BackupView, 'status' | 'missing'>;

export function hindranceOf({ status, missing }: Facts): Hindrance {
  if (status !== 'succeeded') return status;
  return missing ? 'missing' : null;
}

/** Whether a backup can be chosen once its files were brought back from one of `targets`, which hold verified copies. */
export function canBringBack(backup: Facts, targets: readonly string[]): boolean {
  return hindranceOf(backup) === 'missing' && targets.length > 0;
}

/** A backup, and every text by which it may be looked for. */
export interface Searchable {
  readonly backup: BackupView;
  readonly texts: readonly string[];
}

/** Those in which every word of the query occurs, newest first. */
export function found(all: readonly Searchable[], query: string): readonly BackupView[] {
  const wanted = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return all
    .filter(({ texts }) => {
      const text = texts.join('\n').toLowerCase();
      return wanted.every((word) => text.includes(word));
    })
    .map(({ backup }) => backup)
    .toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}
