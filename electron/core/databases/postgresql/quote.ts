/** A name as PostgreSQL reads it. */
export function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A text as PostgreSQL reads it, whatever its setting for backslashes. */
export function literal(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}
