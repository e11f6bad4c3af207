/** Whether a text is a whole number; nothing written is none. */
export function isWhole(text: string): boolean {
  return /^\d+$/u.test(text.trim());
}

/** Whether a text is a number above 0, or nothing. */
export function isNumber(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || (/^\d+(?:\.\d+)?$/u.test(trimmed) && Number(trimmed) > 0);
}

/** The number that is written; null where nothing is. */
export function numberIn(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim());
}

/** A number as its operator would write it; nothing for none. */
export function written(value: number | null): string {
  return value === null ? '' : String(value);
}
