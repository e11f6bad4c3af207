/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('no values');
  return (lower + upper) / 2;
}

/**
 * The median of the ratios of runs that stood beside each other: what slows the machine down for a while slows both,
 * and drops out.
 */
export function neighbourRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(
    ours.map((value, round) => {
      const other = theirs[round];
      if (other === undefined) throw new Error('a round has no neighbour');
      return value / other;
    }),
  );
}
