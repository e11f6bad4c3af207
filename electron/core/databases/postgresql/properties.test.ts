import { expect, test } from 'vitest';
import { createDatabase } from './properties.ts';

const making = {
  engine: 'postgresql',
  version: '17.2',
  bytes: 1,
  encoding: 'UTF8',
  collate: 'C',
  ctype: "it's",
} as const;

test.for([
  ['before there were providers', {}, ''],
  ['with none', { provider: null, locale: null }, ''],
  ['of the C library', { provider: 'c', locale: null }, ' LOCALE_PROVIDER libc'],
  ['of ICU', { provider: 'i', locale: 'de-DE' }, " LOCALE_PROVIDER icu ICU_LOCALE 'de-DE'"],
  ['built in', { provider: 'b', locale: 'C.UTF-8' }, " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"],
] as const)('a database %s is made like that', ([, of, clause]) => {
  expect(createDatabase('shop', { ...making, ...of })).toBe(
    `CREATE DATABASE "shop" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'it''s'${clause};`,
  );
});
