import { linesOf } from './schema.ts';
import type { MySqlClient } from './client.ts';
import { name } from './quote.ts';

/** Tables of ours in the databases beside the live one; each stands for what has been done. */
export const note = {
  /** SQL that makes a database's triggers, routines, events and views. */
  code: 'lifeboat_code',
  /** The live database's SQL has been kept whole: from now on something of it may be missing. */
  kept: 'lifeboat_kept',
  /** Goes with the tables, in the same statement: before it lies beside what was loaded, after it beside what was live. */
  moved: 'lifeboat_moved',
  /** The server's largest packet before a load raised it: what was killed has not set it back. */
  packet: 'lifeboat_packet',
  /** There was no live database. */
  none: 'lifeboat_none',
  /** Everything is exchanged. */
  swapped: 'lifeboat_swapped',
} as const;

const notes: ReadonlySet<string> = new Set(Object.values(note));
// A statement has to fit into the smallest packet that servers are set to.
const pieceBytes = 128 * 1024;

/** Whether a table is one of ours. */
export function isNote(table: string): boolean {
  return notes.has(table);
}

/** SQL that makes a note. May run twice. */
export function noteSql(database: string, table: string): string {
  return `CREATE TABLE IF NOT EXISTS ${name(database)}.${name(table)} (part int PRIMARY KEY, sql_text longblob NOT NULL) ENGINE=InnoDB;\n`;
}

/** SQL that keeps a text there, in place of an earlier one. */
export function keepCodeSql(database: string, code: string): string {
  const bytes = Buffer.from(code, 'utf8');
  const table = `${name(database)}.${name(note.code)}`;
  let sql = `${noteSql(database, note.code)}DELETE FROM ${table};\n`;
  for (let part = 0; part * pieceBytes < bytes.length; part += 1) {
    const piece = bytes.subarray(part * pieceBytes, (part + 1) * pieceBytes).toString('hex');
    sql += `INSERT INTO ${table} VALUES (${part}, 0x${piece});\n`;
  }
  return sql;
}

/** The text that was kept. */
export async function keptCode(client: MySqlClient, database: string, signal: AbortSignal): Promise<string> {
  const answer = await client.query(database, `SELECT HEX(sql_text) FROM ${name(note.code)} ORDER BY part`, signal);
  return Buffer.concat(linesOf(answer).map((line) => Buffer.from(line, 'hex'))).toString('utf8');
}
