import { formatLevels, type PackFormat } from './pack-format.ts';

/** What holds for every backup of a stack unless a single backup says otherwise. */
export interface StackBackup {
  readonly format: PackFormat;
  readonly level: number;
  /** Ids of sources that are not backed up. A source that is not named is in, also one that comes later. */
  readonly leftOut: readonly string[];
}

/** Of a stack for which nothing else was said: everything, in the usual format. */
export const standardStackBackup: StackBackup = { format: 'zstd', level: formatLevels.zstd.standard, leftOut: [] };
