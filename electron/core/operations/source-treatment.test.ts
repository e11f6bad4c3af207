import { describe, expect, test } from 'vitest';
import { backupModes } from '../../../shared/model/backup.ts';
import type { Source } from '../../../shared/model/stack.ts';
import { dumpRefusals, notesOnRunning, treatmentOf } from './source-treatment.ts';

function source(id: string): Source {
  const [kind = ''] = id.split('/');
  return {
    id,
    kind: kind === 'database' ? 'database' : 'volume',
    name: id,
    location: id,
    exclude: [],
    singleFile: false,
  };
}

type Server = Parameters<typeof treatmentOf>[2][number];

const up: Server = {
  server: 'db',
  running: true,
  fault: null,
  sources: [source('database/db/shop'), source('database/db/wiki')],
  holds: ['volume/pg'],
  within: null,
};
const refused: Server = {
  ...up,
  fault: { code: 'DATABASE_REFUSED', params: { service: 'db', detail: 'no' } },
  sources: [source('database/db')],
};
const down: Server = { ...refused, running: false, fault: { code: 'DATABASE_NOT_RUNNING', params: { service: 'db' } } };
const unsteady: Server = { ...down, running: true };
const fileless: Server = { ...up, holds: [] };
const nested: Server = { ...up, holds: [], within: 'bind/data' };

describe('what a backup does with a source', () => {
  test.for([
    ['a database', 'database/db/shop', up, [], 'in-volume', 'dumped', 'dumped'],
    ['its files', 'volume/pg', up, [], 'copied', 'in-dump', 'copied'],
    ['another volume', 'volume/data', up, [], 'copied', 'copied', 'copied'],
    // Its files hold it all the same, wherever they are copied.
    ['a database that is left out', 'database/db/shop', up, ['database/db/shop'], 'in-volume', 'left-out', 'in-volume'],
    [
      'a database that is left out with its files',
      'database/db/shop',
      up,
      ['database/db/shop', 'volume/pg'],
      'left-out',
      'left-out',
      'left-out',
    ],
    ['a server that is left out and down', 'database/db', down, ['database/db'], 'in-volume', 'in-volume', 'in-volume'],
    ['files of which one database is left out', 'volume/pg', up, ['database/db/shop'], 'copied', 'in-dump', 'copied'],
    [
      'files of which all databases are left out',
      'volume/pg',
      up,
      ['database/db/shop', 'database/db/wiki'],
      'copied',
      'copied-running',
      'copied',
    ],
    ['a database whose files are left out', 'database/db/shop', up, ['volume/pg'], 'nowhere', 'dumped', 'dumped'],
    ['a database without a volume', 'database/db/shop', fileless, [], 'nowhere', 'dumped', 'dumped'],
    ['a server that lets nobody in', 'database/db', refused, [], 'in-volume', 'refused', 'refused'],
    ['its files', 'volume/pg', refused, [], 'copied', 'in-dump', 'copied'],
    ['its files, once it is left out', 'volume/pg', refused, ['database/db'], 'copied', 'copied-running', 'copied'],
    ['a server that is down', 'database/db', down, [], 'in-volume', 'in-volume', 'refused'],
    ['its files at rest', 'volume/pg', down, [], 'copied', 'copied', 'copied'],
    ['a server that does not stay up', 'database/db', unsteady, [], 'in-volume', 'refused', 'refused'],
    ['what is around files', 'bind/data', nested, [], 'copied', 'copied', 'copied'],
    [
      'what is around files, once all databases are left out',
      'bind/data',
      nested,
      ['database/db/shop', 'database/db/wiki'],
      'copied',
      'copied-running',
      'copied',
    ],
    ['a database with files among others', 'database/db/shop', nested, [], 'in-volume', 'refused', 'dumped'],
  ] as const)('%s (%s)', ([, id, server, leftOut, ...treatments]) => {
    expect(backupModes.map((mode) => treatmentOf(source(id), mode, [server], leftOut))).toEqual(treatments);
  });

  test('files that are copied while their server writes to them are noted', () => {
    const subjects = (server: Server, mode: 'hot' | 'cold') =>
      notesOnRunning([source('volume/pg'), source('volume/data')], mode, [server]).map(({ subject }) => subject);
    expect(subjects(up, 'hot')).toEqual(['volume/pg']);
    expect(subjects(unsteady, 'hot')).toEqual(['volume/pg']);
    expect(subjects(down, 'hot')).toEqual([]);
    expect(subjects(up, 'cold')).toEqual([]);
  });

  test('a dump that cannot be had refuses the backup, once for each server, with the server’s own reason', () => {
    const codes = (server: Server, mode: 'hot' | 'cold+dump') =>
      dumpRefusals(server.sources, mode, [server]).map(({ code }) => code);
    expect(codes(refused, 'hot')).toEqual(['DATABASE_REFUSED']);
    expect(codes(down, 'cold+dump')).toEqual(['DATABASE_NOT_RUNNING']);
    expect(codes(unsteady, 'hot')).toEqual(['DATABASE_NOT_RUNNING']);
    expect(codes(nested, 'hot')).toEqual(['DATABASE_FILES_NESTED']);
    expect(codes(nested, 'cold+dump')).toEqual([]);
    expect(codes(up, 'hot')).toEqual([]);
    expect(dumpRefusals([source('volume/pg')], 'hot', [refused])).toEqual([]);
  });
});
