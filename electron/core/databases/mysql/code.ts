import { text } from 'node:stream/consumers';
import type { MySqlClient } from './client.ts';
import { name } from './quote.ts';
import type { Schema } from './schema.ts';

/** At the end of everything that mysqldump has written whole; the time follows. */
export const completed = '\n-- Dump completed';
const options = [
  '--no-data',
  '--no-create-info',
  '--skip-triggers',
  '--skip-add-locks',
  '--skip-lock-tables',
  '--no-tablespaces',
];

/**
 * What a database has beside its rows, as SQL that makes it again in any database: triggers, routines, events, and
 * after them the views, which may use them. Rejects when something of it may not be read.
 */
export async function codeOf(
  client: MySqlClient,
  database: string,
  views: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const mostly = options.filter((option) => option !== '--skip-triggers');
  const code = await written(client, [...mostly, '--triggers', '--routines', '--events', '--', database], signal);
  if (views.length === 0) return code;
  const viewsOnly = options.filter((option) => option !== '--no-create-info');
  return `${code}${await written(client, [...viewsOnly, '--', database, ...views], signal)}`;
}

/** SQL that takes all of it away. */
export function dropCodeSql(database: string, { code }: Schema): string {
  return code.map((thing) => `DROP ${thing.kind} IF EXISTS ${name(database)}.${name(thing.name)};\n`).join('');
}

async function written(client: MySqlClient, args: readonly string[], signal: AbortSignal): Promise<string> {
  const program = await client.dump(args, signal);
  const [output, { exitCode, stderr }] = await Promise.all([text(program.stdout), program.ended]);
  if (exitCode !== 0) throw new Error(stderr || `its program ended with ${exitCode}`);
  if (!output.slice(-200).includes(completed)) throw new Error('its end marker is missing');
  // It goes on without what it may not see, and says so in a comment alone.
  const silence = /^-- insufficient privileges .*$/mu.exec(output)?.[0];
  if (silence !== undefined) throw new Error(silence.slice(3));
  return output;
}
