import { type Bar, isMet, type Measured } from './bars.ts';
import { median } from './figures.ts';
import type { Series } from './folder-rounds.ts';
import type { PeakMemory } from './memory.ts';

/** What a reader must know to judge the numbers. */
export interface Circumstances {
  readonly date: string;
  readonly machine: string;
  readonly versions: readonly string[];
  readonly corpus: string;
  readonly rounds: number;
}

/** The whole of docs/bench.md. */
export function reportText(circumstances: Circumstances, measured: Measured, bars: readonly Bar[]): string {
  const { date, machine, versions, corpus, rounds } = circumstances;
  const { stop, memory, loop } = measured;
  return `# Speed and memory

<!-- Written by \`npm run bench\`. Do not edit. -->

${date}, on a machine with ${machine}. ${versions.join(', ')}.

## Method

- Data: ${corpus}. Seeded, so the same bytes each time; removed at the end. A run of 1 GiB needs about 35 GB of disk, because what is restored stays until the end: files deleted a minute ago slow down whoever makes files next on ext4.
- One run, everyone in turns (A B C A B C …), ${rounds} rounds. Medians, with lowest–highest in parentheses; ratios are medians of the ratios of runs of the same round.
- The page cache is warm for all: nothing is dropped. \`sync\` before every run, so that none pays for another's writes. Lifeboat flushes what it writes, within its time; tar, zstd and borg's extract do not.
- Wall time of the whole command, start of the process included; CPU is user and system time with children, memory the VmHWM of the largest process (GNU time). "Pack finished" is the end of the journal's step \`write pack files\`, counted from the start of the process.
- restic uses a repository of format 2 (with compression; format 1 has none) and encrypts; borg runs without encryption. Every backup is a first one.

## Bars

| | limit | measured | |
|---|---|---|---|
${bars.map(barLine).join('\n')}

## A folder

| | backup s | of it until written s | CPU s | stored MB | verify s | restore s | backup memory MB |
|---|---|---|---|---|---|---|---|
${[measured.folder.ours, measured.folder.tarZstd, measured.folder.restic, ...measured.folder.others].map(seriesLine).join('\n')}

Lifeboat's backup includes its read-back, its restore is a rollback that compares every file with the index. verify is \`lifeboat verify\`, \`restic check --read-data\`, \`borg check --verify-data\`.

## A Compose stack's volume with the same data

| | stopped for s |
|---|---|
| Lifeboat, by docker inspect | ${spread(stop.ours, seconds)} |
| Lifeboat, as its record states | ${spread(stop.stated, seconds)} |
| docker stop, tar \\| gzip -6, docker start, by docker inspect | ${spread(stop.tarGzip, seconds)} |

## Lifeboat's memory and event loop

| peak memory MB | backup | verify | rollback |
|---|---|---|---|
${memoryLine('the data above', memory.once)}
${memoryLine('four times as much', memory.fourTimes)}

Event-loop delay of a process that backs the folder up through the engine: ${loop.p99.toFixed(1)} ms at the 99th percentile, ${loop.max.toFixed(1)} ms at most.
`;
}

/** What the terminal shows at the end. */
export function barLine(bar: Bar): string {
  const { what, limit, value, unit } = bar;
  const digits = unit === '×' ? 2 : 0;
  return `| ${what} | ≤ ${limit.toFixed(digits)} ${unit} | ${value.toFixed(digits)} ${unit} | ${isMet(bar) ? '✓' : '✗'} |`;
}

function seriesLine({ name, backup, verify, restore }: Series): string {
  const cells = [
    name,
    spread(
      backup.map(({ wallMs }) => wallMs),
      seconds,
    ),
    spread(
      backup.map(({ writtenMs }) => writtenMs),
      seconds,
    ),
    seconds(median(backup.map(({ cpuMs }) => cpuMs))),
    megabytes(median(backup.map(({ storedBytes }) => storedBytes))),
    verify.length === 0
      ? '–'
      : spread(
          verify.map(({ wallMs }) => wallMs),
          seconds,
        ),
    spread(
      restore.map(({ wallMs }) => wallMs),
      seconds,
    ),
    megabytes(median(backup.map(({ peakBytes }) => peakBytes))),
  ];
  return `| ${cells.join(' | ')} |`;
}

function memoryLine(name: string, { backup, verify, rollback }: PeakMemory): string {
  return `| ${name} | ${megabytes(backup)} | ${megabytes(verify)} | ${megabytes(rollback)} |`;
}

function spread(values: readonly number[], show: (value: number) => string): string {
  if (values.length === 1) return show(median(values));
  return `${show(median(values))} (${show(Math.min(...values))}–${show(Math.max(...values))})`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
