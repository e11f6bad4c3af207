import type { TableRows } from './driver.ts';

/** The first difference between the rows that a pack states and those that were found, in words; null when there is none. */
export function rowDifference(stated: readonly TableRows[], found: readonly TableRows[]): string | null {
  const left = new Map(found.map(({ table, rows }) => [table, rows]));
  for (const { table, rows } of stated) {
    const there = left.get(table);
    if (there === undefined) return `${table} is missing`;
    if (there !== rows) return `${table} has ${there} rows, the backup ${rows}`;
    left.delete(table);
  }
  const [more] = left.keys();
  return more === undefined ? null : `${more} is not in the backup`;
}
