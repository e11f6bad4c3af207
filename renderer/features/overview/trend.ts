import { type BackupView, isGood } from '../../../shared/model/view.ts';

const most = 14;

/** Stored bytes of the last good backups, the oldest first. `backups` are newest first. */
export function sizesOf(
  backups: readonly Pick<BackupView, 'status' | 'verified' | 'missing' | 'storedBytes'>[],
): readonly number[] {
  return backups
    .filter(isGood)
    .slice(0, most)
    .map(({ storedBytes }) => storedBytes)
    .toReversed();
}

/** One bar of a trend, in the units of its drawing; `y` grows downwards. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Bars that stand on zero, so that a size twice as large is twice as high. The newest is at the right edge. */
export function barsOf(
  sizes: readonly number[],
  { step, height }: { readonly step: number; readonly height: number },
): readonly Bar[] {
  const largest = Math.max(...sizes, 1);
  return sizes.map((size, at) => {
    // A backup of next to nothing is still a backup.
    const barHeight = Math.max(1, Math.round((size / largest) * height));
    return { x: (most - sizes.length + at) * step, y: height - barHeight, height: barHeight };
  });
}
