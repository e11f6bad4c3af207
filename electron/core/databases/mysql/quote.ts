/** A name as MySQL reads it. */
export function name(text: string): string {
  return `\`${text.replaceAll('`', '``')}\``;
}

/** A text as MySQL reads it, whatever its SQL mode. */
export function literal(text: string): string {
  return text === '' ? "''" : `_utf8mb4 0x${Buffer.from(text, 'utf8').toString('hex')}`;
}
