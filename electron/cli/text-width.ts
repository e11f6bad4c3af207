const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;
const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'gu');

/** Columns that a text takes on a terminal: east-asian wide characters and emoji take two, colours none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text.replace(colour, ''))) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** Fills up with spaces to `width` columns. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return side === 'left' ? text + space : space + text;
}

/** Cuts to at most `width` columns, with `…` where something was cut. Takes text without colours. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += textWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}
