import { expect, test } from 'vitest';
import { statementsFor } from './missing-roles.ts';

const globals = `SET client_encoding = 'UTF8';
CREATE ROLE app;
ALTER ROLE app WITH NOSUPERUSER INHERIT LOGIN PASSWORD 'SCRAM-SHA-256$4096:x==$y=:z=';
CREATE ROLE "Odd ""role; DROP";
ALTER ROLE "Odd ""role; DROP" WITH NOSUPERUSER;
CREATE ROLE postgres;
ALTER ROLE postgres WITH SUPERUSER PASSWORD 'new';
ALTER ROLE app SET work_mem TO '3MB';
ALTER ROLE postgres SET work_mem TO '4MB';
GRANT reader TO app GRANTED BY postgres;
GRANT reader TO "Odd ""role; DROP" WITH ADMIN OPTION GRANTED BY postgres;
GRANT app TO postgres WITH INHERIT TRUE GRANTED BY postgres;
CREATE DATABASE app;
`;

test('only what concerns roles that are missing is taken', () => {
  const { roles, sql } = statementsFor(globals, new Set(['postgres', 'reader', '"Odd ""role; DROP"']));
  expect(roles).toEqual(['app']);
  expect(sql.split('\n')).toEqual([
    'CREATE ROLE app;',
    "ALTER ROLE app WITH NOSUPERUSER INHERIT LOGIN PASSWORD 'SCRAM-SHA-256$4096:x==$y=:z=';",
    "ALTER ROLE app SET work_mem TO '3MB';",
    'GRANT reader TO app;',
    '',
  ]);
});

test('names that need quotes are told from others', () => {
  const { roles, sql } = statementsFor(globals, new Set(['postgres', 'app']));
  expect(roles).toEqual(['"Odd ""role; DROP"']);
  expect(sql).toContain('GRANT reader TO "Odd ""role; DROP" WITH ADMIN OPTION;');
  expect(sql).not.toContain(' app');
});

test('where every role is there, nothing is done', () => {
  expect(statementsFor(globals, new Set(['app', 'postgres', '"Odd ""role; DROP"']))).toEqual({ roles: [], sql: '' });
});
