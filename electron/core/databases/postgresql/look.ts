import { z } from 'zod';
import { isAside } from '../aside-names.ts';
import type { DatabaseServer, ServerFacts } from '../driver.ts';
import { ServerSaid } from '../server-said.ts';
import { type PostgresClient, postgresClient } from './client.ts';

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

/** The version and the databases of a server, also those that let nobody in: their dump fails by name. DATABASE_REFUSED. */
export async function lookAtPostgres(server: DatabaseServer, signal: AbortSignal): Promise<ServerFacts> {
  const client = await postgresClient(server, signal);
  const found = Facts.parse(
    JSON.parse(
      await client.query(
        'template1',
        `SELECT json_build_object('version', split_part(current_setting('server_version'), ' ', 1), 'databases', coalesce((
           SELECT json_agg(json_build_object('name', datname, 'bytes', pg_database_size(oid)) ORDER BY datname)
           FROM pg_database WHERE datname NOT IN ('template0', 'template1')
         ), '[]'))`,
        signal,
      ),
    ),
  );
  const databases = found.databases.filter(({ name }) => !isAside(name));
  const isUsed = databases.some(isStandard) && (await isStandardUsed(client, signal));
  return {
    ...found,
    databases: isUsed ? databases : databases.filter((database) => !isStandard(database)),
    seesAll: true,
  };
}

async function isStandardUsed(client: PostgresClient, signal: AbortSignal): Promise<boolean> {
  try {
    return Number(await client.query('postgres', hasOwn, signal)) > 0;
  } catch (error) {
    // Nobody can tell what is in one that lets nobody in.
    if (error instanceof ServerSaid) return true;
    throw error;
  }
}

function isStandard({ name }: { readonly name: string }): boolean {
  return name === 'postgres';
}
