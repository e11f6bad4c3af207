import type { Planted } from './planted.ts';

export const proveRounds = 1;

export const planted: readonly Planted[] = [
  {
    what: 'a dump whose program failed counts as whole',
    file: 'electron/core/databases/dump-stream.ts',
    from: '    if (exitCode !== 0) throw new Error(stderr || `its program ended with ${exitCode}`);\n',
    to: '    if (exitCode !== 0) return resolve({ version: stderr, rows: [] });\n',
  },
  {
    what: 'rows are counted outside the snapshot of the dump (PostgreSQL)',
    file: 'electron/core/databases/postgresql/dump.ts',
    from: 'const args = [...options, `--snapshot=${snapshot.name}`];',
    to: 'const args = [...options];',
  },
  {
    what: 'tables are read one after another while others write (MariaDB)',
    file: 'electron/core/databases/mysql/dump.ts',
    from: "'--single-transaction'",
    to: "'--skip-lock-tables'",
  },
  {
    what: 'a table that lacks rows after loading counts as whole',
    file: 'electron/core/databases/row-difference.ts',
    from: 'if (there !== rows)',
    to: 'if (there > rows)',
  },
];
