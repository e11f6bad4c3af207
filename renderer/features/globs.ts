/** What main takes at most. */
export const globLimits = { count: 500, length: 1000 } as const;

/** Globs as they are written, one per line: without empty lines and repetitions. */
export function globsOf(lines: string): string[] {
  return [
    ...new Set(
      lines
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ];
}

/** Why the globs cannot be taken; null when they can. */
export function globFault(globs: readonly string[]): 'TooMany' | 'TooLong' | null {
  if (globs.length > globLimits.count) return 'TooMany';
  return globs.some((glob) => glob.length > globLimits.length) ? 'TooLong' : null;
}
