import { describe, expect, it } from 'vitest';
import { longestNote, noteFault } from './note.ts';

describe('a note', () => {
  it.each([
    ['nothing', ''],
    ['a sentence', 'before the new theme'],
    ['several lines', 'before the new theme\n\nask Ann first'],
    ['Chinese', '换新主题之前。'],
    ['as long as it may be', 'x'.repeat(longestNote)],
    ['as long as it may be, of characters outside the basic plane', '🛟'.repeat(longestNote)],
    ['joined emoji', '👩‍🚀'],
  ])('may be %s', (_what, note) => {
    expect(noteFault(note)).toBeNull();
  });

  it('has an end', () => {
    expect(noteFault('🛟'.repeat(longestNote + 1))).toEqual({
      code: 'NOTE_TOO_LONG',
      params: { length: longestNote + 1, longest: 500 },
    });
  });

  it.each([
    ['a tab', 'a\tb', 'U+0009'],
    ['a carriage return', 'a\r\nb', 'U+000D'],
    ['an escape sequence', '\u001B[2J', 'U+001B'],
    ['a null character', '\0', 'U+0000'],
    ['a control of the second row', 'a\u0085', 'U+0085'],
    ['half a character', '🛟'.slice(0, 1), 'U+D83D'],
  ])('cannot have %s', (_what, note, character) => {
    expect(noteFault(note)).toEqual({ code: 'NOTE_UNPRINTABLE', params: { character } });
  });
});
