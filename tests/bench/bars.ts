import { neighbourRatio } from './figures.ts';
import type { FolderSeries } from './folder-rounds.ts';
import type { LoopDelay } from './loop-delay.ts';
import type { PeakMemory } from './memory.ts';
import type { StopWindows } from './stop-window.ts';
import type { Cost } from './timed.ts';

/** Everything that one run measured. */
export interface Measured {
  readonly folder: FolderSeries;
  readonly stop: StopWindows;
  /** At the corpus's size, and at four times that. */
  readonly memory: { readonly once: PeakMemory; readonly fourTimes: PeakMemory };
  readonly loop: LoopDelay;
}

/** A limit that must hold. */
export interface Bar {
  readonly what: string;
  readonly limit: number;
  readonly value: number;
  readonly unit: '×' | 'MB' | 'ms' | '%';
}

export function isMet(bar: Bar): boolean {
  return bar.value <= bar.limit;
}

export function barsOf({ folder, stop, memory, loop }: Measured): Bar[] {
  const { ours, tarZstd, restic } = folder;
  const written = ours.backup.map(({ writtenMs }) => writtenMs);
  const commands = ['backup', 'verify', 'rollback'] as const;
  const peaks = commands.map((command) => Math.max(memory.once[command], memory.fourTimes[command]));
  const growth = commands.map((command) => memory.fourTimes[command] / memory.once[command]);
  return [
    ratio('stop window, against the stack stopped for tar \\| gzip -6', 0.2, neighbourRatio(stop.ours, stop.tarGzip)),
    ratio(
      'backup up to the finished pack, against tar \\| zstd -3 -T2',
      1.4,
      neighbourRatio(written, wallsOf(tarZstd.backup)),
    ),
    ratio(
      'backup with its read-back, against tar \\| zstd -3 -T2',
      1.9,
      neighbourRatio(wallsOf(ours.backup), wallsOf(tarZstd.backup)),
    ),
    ratio(
      "backup with its read-back, against restic's first",
      0.9,
      neighbourRatio(wallsOf(ours.backup), wallsOf(restic.backup)),
    ),
    ratio(
      "rollback with verification, against restic's restore",
      1,
      neighbourRatio(wallsOf(ours.restore), wallsOf(restic.restore)),
    ),
    { what: 'peak memory of backup, verify and rollback', limit: 400, value: Math.max(...peaks) / 1e6, unit: 'MB' },
    ratio('peak memory with four times the data, the worst of the three', 1.15, Math.max(...growth)),
    { what: 'event-loop delay during a backup, 99th percentile', limit: 50, value: loop.p99, unit: 'ms' },
  ];
}

function ratio(what: string, limit: number, value: number): Bar {
  return { what, limit, value, unit: '×' };
}

function wallsOf(costs: readonly Cost[]): number[] {
  return costs.map(({ wallMs }) => wallMs);
}
