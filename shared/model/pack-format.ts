export const packFormats = ['zstd', 'gzip'] as const;
export type PackFormat = (typeof packFormats)[number];

/** Levels that a format takes, inclusive, and the one used when none is said. */
export const formatLevels = {
  zstd: { lowest: 1, highest: 19, standard: 3 },
  gzip: { lowest: 0, highest: 9, standard: 6 },
} as const satisfies Record<PackFormat, { lowest: number; highest: number; standard: number }>;

/** Whether a format takes a level: a whole number in its range. */
export function takesLevel(format: PackFormat, level: number): boolean {
  const { lowest, highest } = formatLevels[format];
  return Number.isInteger(level) && level >= lowest && level <= highest;
}
