import { formatLevels, type PackFormat } from '../../shared/model/pack-format.ts';

/** How a pack is compressed. */
export interface PackForm {
  readonly format: PackFormat;
  readonly level: number;
}

/** Another format, at its standard level: a level of one says nothing about the other. */
export function inFormat(format: PackFormat): PackForm {
  return { format, level: formatLevels[format].standard };
}

/** Every level that a format takes, lowest first. */
export function levelsOf(format: PackFormat): number[] {
  const { lowest, highest } = formatLevels[format];
  return Array.from({ length: highest - lowest + 1 }, (_, n) => lowest + n);
}
