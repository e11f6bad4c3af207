import { z } from 'zod';
import type { PostgresClient } from './client.ts';
import { literal, name } from './quote.ts';

/** What a database is made with, and cannot be given later; and how large it is. */
export const Making = z.object({
  engine: z.literal('postgresql'),
  version: z.string(),
  /** Of the whole database when it was dumped. */
  bytes: z.int(),
  encoding: z.string(),
  collate: z.string(),
  ctype: z.string(),
  /** `c` libc, `i` ICU, `b` builtin (from PostgreSQL 17); absent before PostgreSQL 15. */
  provider: z.string().nullish(),
  locale: z.string().nullish(),
});
export type Making = z.infer<typeof Making>;

/** For psql: one line of JSON with the database's `Making`. */
export const makingSql = `
SELECT json_build_object(
  'engine', 'postgresql', 'version', split_part(current_setting('server_version'), ' ', 1),
  'bytes', pg_database_size(d.datname), 'encoding', pg_encoding_to_char((to_jsonb(d)->>'encoding')::int),
  'collate', to_jsonb(d)->>'datcollate', 'ctype', to_jsonb(d)->>'datctype',
  'provider', to_jsonb(d)->>'datlocprovider', 'locale', coalesce(to_jsonb(d)->>'daticulocale', to_jsonb(d)->>'datlocale')
) FROM pg_database d WHERE datname = current_database();
`;

/** The statement that makes an empty database like it. */
export function createDatabase(database: string, making: Making): string {
  const { encoding, collate, ctype, provider, locale } = making;
  return `CREATE DATABASE ${name(database)} TEMPLATE template0 ENCODING ${literal(encoding)} LC_COLLATE ${literal(collate)} LC_CTYPE ${literal(ctype)}${providerClause(provider, locale)};`;
}

/** Written out for libc too: where nothing is said, template0's provider counts. */
function providerClause(provider: Making['provider'], locale: Making['locale']): string {
  if (provider === 'c') return ' LOCALE_PROVIDER libc';
  if (typeof locale !== 'string') return '';
  if (provider === 'i') return ` LOCALE_PROVIDER icu ICU_LOCALE ${literal(locale)}`;
  return provider === 'b' ? ` LOCALE_PROVIDER builtin BUILTIN_LOCALE ${literal(locale)}` : '';
}

// Stands for the database's name; no name or value of the server's can have it.
const mark = '\u0001';

const propertiesSql = `
WITH d AS (SELECT * FROM pg_database WHERE datname = current_database()),
s AS (
  SELECT setrole, split_part(setting, '=', 1) AS key, substr(setting, strpos(setting, '=') + 1) AS value
  FROM pg_db_role_setting, unnest(setconfig) AS setting WHERE setdatabase = (SELECT oid FROM d)
),
statements (rank, statement) AS (
  SELECT 1, 'ALTER DATABASE ${mark} OWNER TO ' || quote_ident(pg_get_userbyid(datdba)) FROM d
  UNION ALL SELECT 2, 'ALTER DATABASE ${mark} CONNECTION LIMIT ' || datconnlimit FROM d WHERE datconnlimit >= 0
  UNION ALL SELECT 3, 'REVOKE ALL ON DATABASE ${mark} FROM PUBLIC, ' || quote_ident(pg_get_userbyid(datdba)) FROM d WHERE datacl IS NOT NULL
  UNION ALL SELECT 4, 'GRANT ' || a.privilege_type || ' ON DATABASE ${mark} TO '
    || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
    || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
    FROM d, aclexplode(datacl) AS a
  UNION ALL SELECT 5, 'COMMENT ON DATABASE ${mark} IS ' || quote_literal(shobj_description(oid, 'pg_database'))
    FROM d WHERE shobj_description(oid, 'pg_database') IS NOT NULL
  UNION ALL SELECT 6, CASE setrole WHEN 0 THEN 'ALTER DATABASE ${mark} SET '
      ELSE 'ALTER ROLE ' || quote_ident(pg_get_userbyid(setrole)) || ' IN DATABASE ${mark} SET ' END
    || quote_ident(key) || ' TO '
    || CASE WHEN key IN ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
         AND value <> '' THEN value ELSE quote_literal(value) END
    FROM s
  UNION ALL SELECT 7, 'ALTER DATABASE ${mark} IS_TEMPLATE true' FROM d WHERE datistemplate
)
SELECT json_agg(json_build_array(split_part(statement, '${mark}', 1), substr(statement, strpos(statement, '${mark}') + 1)) ORDER BY rank)
FROM statements;
`;

const Statements = z.array(z.tuple([z.string(), z.string()])).nullable();

/**
 * SQL for psql that gives whatever database it is loaded into this one's owner, privileges, settings and comment,
 * which pg_dump writes only together with the database's name.
 */
export async function propertiesOf(client: PostgresClient, database: string, signal: AbortSignal): Promise<string> {
  const statements =
    Statements.parse(JSON.parse((await client.query(database, propertiesSql, signal)) || 'null')) ?? [];
  return statements
    .map(([before, after]) => {
      const template = `${before.replaceAll('%', '%%')}%I${after.replaceAll('%', '%%')}`;
      return `SELECT format(${literal(template)}, current_database()) \\gexec\n`;
    })
    .join('');
}
