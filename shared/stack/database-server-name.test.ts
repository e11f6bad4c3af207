import { expect, test } from 'vitest';
import { databaseServerName } from './database-server-name.ts';

test.for([
  ['postgresql', '15.14', 'PostgreSQL 15.14'],
  ['mysql', '10.11.6-MariaDB-0+deb12u1', 'MariaDB 10.11.6'],
  ['mysql', '8.4.0', 'MySQL 8.4.0'],
  ['redis', null, 'Redis'],
] as const)('%s %s is called %s', ([engine, version, name]) => {
  expect(databaseServerName(engine, version)).toBe(name);
});
