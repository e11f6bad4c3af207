import { z } from 'zod';
import { isAside } from '../aside-names.ts';
import type { DatabaseServer, ServerFacts } from '../driver.ts';
import { mySqlClient } from './client.ts';
import { linesOf, versionOf } from './schema.ts';

const Line = z.object({ name: z.string(), bytes: z.int() });

// Without one of these for the whole server, a login is shown its own databases only.
const seesAllSql = `
SELECT COUNT(*) FROM USER_PRIVILEGES
WHERE REPLACE(GRANTEE, '''', '') = REPLACE(CURRENT_USER(), '''', '') AND PRIVILEGE_TYPE IN ('SELECT', 'SHOW DATABASES');`;

/** The version and the databases of a server. DATABASE_REFUSED. */
export async function lookAtMySql(server: DatabaseServer, signal: AbortSignal): Promise<ServerFacts> {
  const client = await mySqlClient(server, signal);
  const answer = await client.query(
    'information_schema',
    `SELECT VERSION(); ${seesAllSql}
     SELECT JSON_OBJECT('name', s.SCHEMA_NAME, 'bytes', CAST(COALESCE(SUM(t.DATA_LENGTH + t.INDEX_LENGTH), 0) AS UNSIGNED))
     FROM SCHEMATA s LEFT JOIN TABLES t ON BINARY t.TABLE_SCHEMA = BINARY s.SCHEMA_NAME
     WHERE s.SCHEMA_NAME NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
     GROUP BY BINARY s.SCHEMA_NAME, s.SCHEMA_NAME ORDER BY s.SCHEMA_NAME`,
    signal,
  );
  const [version = '', seesAll, ...lines] = linesOf(answer);
  const databases = lines.map((line) => Line.parse(JSON.parse(line))).filter(({ name }) => !isAside(name));
  return { version: versionOf(version), databases, seesAll: seesAll !== '0' };
}
