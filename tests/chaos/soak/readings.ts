/** What a process holds after a cycle. */
export interface Reading {
  /** Resident, after a collection of garbage. */
  readonly rssBytes: number;
  /** Of the JavaScript heap and of buffers outside it. */
  readonly heapBytes: number;
  readonly descriptors: number;
}

/** What may come and go: pages that the allocator keeps, caches that fill up. */
const slackBytes = 24 << 20;

/**
 * What grows over the cycles; nothing when the last third holds no more than the second. The first third is for
 * caches and pools to fill. Descriptors must not grow at all. At least six readings.
 */
export function growth(readings: readonly Reading[]): readonly string[] {
  const third = Math.floor(readings.length / 3);
  const middle = readings.slice(third, 2 * third);
  const last = readings.slice(-third);
  const faults: string[] = [];
  for (const amount of ['heapBytes', 'rssBytes'] as const) {
    const [before, after] = [median(middle, amount), median(last, amount)];
    if (after - before > slackBytes) faults.push(`${amount} grew from ${mib(before)} to ${mib(after)} MiB`);
  }
  const [before, after] = [median(middle, 'descriptors'), median(last, 'descriptors')];
  if (after > before) faults.push(`descriptors grew from ${before} to ${after}`);
  return faults;
}

function median(readings: readonly Reading[], amount: keyof Reading): number {
  const sorted = readings.map((reading) => reading[amount]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function mib(bytes: number): number {
  return Math.round(bytes / (1 << 20));
}
