import { pad, textWidth } from './text-width.ts';

export interface Column {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly align?: 'left' | 'right';
}

/** Rows under a head, columns aligned, two spaces between them, nothing after the last. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  head: (text: string) => string,
): string[] {
  const widths = columns.map((column, at) =>
    Math.max(textWidth(column.title), ...rows.map((row) => textWidth(row[at] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => pad(cell, widths[at] ?? 0, columns[at]?.align === 'right' ? 'right' : 'left'))
      .join('  ')
      .trimEnd();
  return [head(line(columns.map((column) => column.title))), ...rows.map(line)];
}

/** Name and value pairs, names padded to one width. */
export function facts(
  pairs: readonly (readonly [name: string, value: string])[],
  quiet: (text: string) => string,
): string[] {
  const width = Math.max(0, ...pairs.map(([name]) => textWidth(name)));
  return pairs.map(([name, value]) => `${quiet(pad(name, width))}  ${value}`);
}
