import { z } from 'zod';
import { asidePrefix } from '../aside-names.ts';
import type { DatabaseServer, ServerFacts } from '../driver.ts';
import { postgresClient } from './client.ts';

const Facts = z.object({
  version: z.string(),
  databases: z.array(z.object({ name: z.string(), bytes: z.int() })),
});

// Every server has a database `postgres`; it counts when its user put something into it.
const hasOwn = `
SELECT count(*) FROM (
  SELECT oid FROM pg_class UNION ALL SELECT oid FROM pg_proc UNION ALL SELECT oid FROM pg_namespace
  UNION ALL SELECT oid FROM pg_extension
) AS things WHERE oid >= 16384`;

/** The version and the databases of a server. DATABASE_REFUSED. */
export async function lookAtPostgres(server: DatabaseServer, signal: AbortSignal): Promise<ServerFacts> {
  const client = await postgresClient(server, signal);
  const found = Facts.parse(
    JSON.parse(
      await client.query(
        'template1',
        `SELECT json_build_object('version', split_part(current_setting('server_version'), ' ', 1), 'databases', coalesce((
           SELECT json_agg(json_build_object('name', datname, 'bytes', pg_database_size(oid)) ORDER BY datname)
           FROM pg_database WHERE datallowconn AND NOT datistemplate AND left(datname, ${asidePrefix.length}) <> '${asidePrefix}'
         ), '[]'))`,
        signal,
      ),
    ),
  );
  if (!found.databases.some(isStandard) || Number(await client.query('postgres', hasOwn, signal)) > 0) return found;
  return { ...found, databases: found.databases.filter((database) => !isStandard(database)) };
}

function isStandard({ name }: { readonly name: string }): boolean {
  return name === 'postgres';
}
