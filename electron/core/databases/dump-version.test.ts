import { expect, test } from 'vitest';
import { mayLoad } from './dump-version.ts';

test.for([
  ['postgresql', '15.14', '15.3', true],
  ['postgresql', '15.14 (Debian 15.14-1)', '16.1', true],
  ['postgresql', '16.1', '15.14', false],
  ['postgresql', '9.6.24', '9.5.25', false],
  ['postgresql', '9.6.24', '10.1', true],
  ['mysql', '10.11.6-MariaDB-0+deb12u1', '10.11.2-MariaDB', true],
  ['mysql', '10.11.6-MariaDB', '11.4.2-MariaDB-ubu2404', true],
  ['mysql', '11.4.2-MariaDB', '10.11.6-MariaDB', false],
  ['mysql', '10.11.6-MariaDB', '10.6.1-MariaDB', false],
  ['mysql', '8.0.36', '8.4.0', true],
  ['mysql', '8.4.0', '8.0.36', false],
  ['mysql', '8.0.36', '10.11.6-MariaDB', false],
  ['mysql', '10.11.6-MariaDB', '8.4.0', false],
  ['redis', '7.2.4', '7.0.15', false],
  ['redis', '7.0.15', '7.0.1', true],
] as const)('%s: a dump of %s into %s: %s', ([engine, from, to, may]) => {
  expect(mayLoad(engine, from, to)).toBe(may);
});
