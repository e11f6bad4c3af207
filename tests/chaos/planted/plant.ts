import type { Planted } from './planted.ts';

/** The file's text with the fault in it. Throws when the text that it replaces does not stand there exactly once. */
export function plant(text: string, { what, file, from, to }: Planted): string {
  const [before, after, ...more] = text.split(from);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`"${what}" cannot be planted: ${file} has its text ${String(text.split(from).length - 1)} times`);
  return `${before}${to}${after}`;
}
