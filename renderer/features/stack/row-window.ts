/** Of a row and of the head, which covers the first row's height; the style sheet says the same. */
export const rowHeight = 40;

const spare = 8;

/** What of a list is in sight, in pixels. */
interface Sight {
  readonly top: number;
  readonly height: number;
}

/**
 * The rows to draw, in order: those in sight, a few beyond, and the current one wherever it is, so that it keeps the
 * focus while it is out of sight.
 */
export function rowsInSight({ top, height }: Sight, count: number, current: number): number[] {
  const first = Math.max(0, Math.min(count - 1, Math.floor(top / rowHeight)) - spare);
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, n) => first + n);
  if (current < first && current < count) return [current, ...rows];
  return current >= end && current < count ? [...rows, current] : rows;
}

/** How far to scroll so that a row is wholly in sight below the head: not at all when it is. */
export function scrollTo(row: number, { top, height }: Sight): number {
  const above = row * rowHeight;
  const below = above + 2 * rowHeight;
  if (above < top) return above;
  return below > top + height ? below - height : top;
}
