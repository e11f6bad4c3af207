import { expect, test } from 'vitest';
import { mayLoad } from './version-rule.ts';

test.for([
  ['postgresql', '15.14', '15.2', true],
  ['postgresql', '15.14 (Debian 15.14-0+deb12u1)', '16.4', true],
  ['postgresql', '15.14', '14.20', false],
  ['postgresql', '16beta1', '15.1', false],
  ['mysql', '10.11.6-MariaDB', '10.11.14-MariaDB-0+deb12u2', true],
  ['mysql', '10.11.6-MariaDB', '11.4.2-MariaDB', true],
  ['mysql', '10.11.6-MariaDB', '10.6.1-MariaDB', false],
  ['mysql', '10.11.6-MariaDB', '8.4.0', false],
  ['mysql', '8.0.36', '10.11.6-MariaDB', false],
  ['mysql', '8.0.36', '8.4.0', true],
  ['mysql', '8.4.0', '8.0.36', false],
  ['redis', '7.0.15', '8.0.1', true],
  ['redis', '7.0.15', '6.2.0', false],
] as const)('a dump of %s %s into %s: %s', ([engine, dumped, found, may]) => {
  expect(mayLoad(engine, dumped, found)).toBe(may);
});
