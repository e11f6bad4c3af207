import type { ErrorReport } from '../errors.ts';

/** How many characters (code points) a backup's note may have. */
export const longestNote = 500;

// Controls other than the newline, and halves of a character, which no UTF-8 can keep.
const unprintable = /[^\P{Cc}\n]|\p{Cs}/u;

/** Why a text cannot be a backup's note; null when it can. NOTE_TOO_LONG, NOTE_UNPRINTABLE. */
export function noteFault(note: string): ErrorReport | null {
  const { length } = Array.from(note);
  if (length > longestNote) return { code: 'NOTE_TOO_LONG', params: { length, longest: longestNote } };
  const found = unprintable.exec(note)?.[0].codePointAt(0);
  if (found === undefined) return null;
  const character = `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
  return { code: 'NOTE_UNPRINTABLE', params: { character } };
}
