// C0 and C1 controls, the separators that break lines, and the marks that reorder text.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text from outside (names, paths, messages) in a form that cannot steer a terminal: `\n`, `\x1b`, `\u202e`. */
export function visible(text: string): string {
  return text.replace(unsafe, (character) => short[character] ?? escape(character.charCodeAt(0)));
}

function escape(code: number): string {
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
