import { expect, test } from 'vitest';
import { DumpEnds } from './dump-ends.ts';

const postgres = '--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict abc\n';
const roles = '--\n-- PostgreSQL database cluster dump complete\n--\n\n';
const mysql = '-- Dump completed on 2026-11-20  4:00:00\n';
const rdb = `REDIS0010${'x'.repeat(2000)}\u00ff12345678`;

test.for([
  ['postgresql', `SELECT 1;\n${postgres}`, true],
  ['postgresql', `SELECT 1;\n${roles}`, true],
  ['postgresql', `${postgres}${'INSERT'.repeat(400)}`, false],
  ['postgresql', 'SELECT 1;\n', false],
  ['postgresql', `INSERT INTO a VALUES ('${postgres.replaceAll('\n', ' ')}');\n`, false],
  ['mysql', `INSERT;\n${mysql}`, true],
  ['mysql', 'INSERT;\n-- Dump completed\n', true],
  ['mysql', 'INSERT;\n', false],
  ['redis', rdb, true],
  ['redis', rdb.slice(0, -1), false],
  ['redis', `x${rdb}`, false],
  ['redis', '', false],
  ['mongodb', rdb, false],
] as const)('%s: whether a dump ends as its engine ends one (%#)', ([engine, text, whole]) => {
  const bytes = Buffer.from(text, 'latin1');
  for (const size of [1, 7, 5000]) {
    const ends = new DumpEnds(engine);
    for (let at = 0; at < bytes.length; at += size) ends.push(bytes.subarray(at, at + size));
    expect(ends.whole).toBe(whole);
  }
});
