import { z } from 'zod';
import type { TableRows } from '../driver.ts';

const Line = z.object({ table: z.string(), rows: z.int() });

/**
 * For psql: one line of JSON per table whose rows a dump has (not those that an extension brings, nor foreign ones),
 * and one for the large objects.
 */
export const countSql = `
SELECT format(
  'SELECT json_build_object(''table'', %L, ''rows'', count(*)) FROM ONLY %I.%I',
  format('%I.%I', n.nspname, c.relname), n.nspname, c.relname
)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't'
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1
\\gexec
SELECT json_build_object('table', 'pg_largeobject_metadata', 'rows', count(*)) FROM pg_largeobject_metadata;
`;

/** What psql printed for it. */
export function countedRows(output: string): TableRows[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)));
}
