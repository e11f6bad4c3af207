import type { DatabaseEngine } from '../model/database.ts';

// Names of products are the same in every language.
const names = { postgresql: 'PostgreSQL', mysql: 'MySQL', mongodb: 'MongoDB', redis: 'Redis' } as const;

/** A database server by its product and the number of its version, e.g. `MariaDB 10.11.6`; the product alone while nobody knows more. */
export function databaseServerName(engine: DatabaseEngine, version: string | null): string {
  const isMariaDb = engine === 'mysql' && /mariadb/iu.test(version ?? '');
  const [number = ''] = /\d+(?:\.\d+)*/u.exec(version ?? '') ?? [];
  return `${isMariaDb ? 'MariaDB' : names[engine]} ${number}`.trim();
}
