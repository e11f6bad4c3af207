interface RowPlace {
  readonly current: number;
  readonly count: number;
  /** Rows that fit in sight. */
  readonly perPage: number;
}

/** The row that a key leads to; null when the key is not for moving, or there is no row. */
export function rowAfterKey(key: string, { current, count, perPage }: RowPlace): number | null {
  if (count === 0) return null;
  const target = new Map([
    ['ArrowDown', current + 1],
    ['ArrowUp', current - 1],
    ['PageDown', current + perPage],
    ['PageUp', current - perPage],
    ['Home', 0],
    ['End', count - 1],
  ]).get(key);
  return target === undefined ? null : Math.min(count - 1, Math.max(0, target));
}
