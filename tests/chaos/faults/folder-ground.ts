import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { openPack } from '../../../electron/core/archive/pack-reader.ts';
import { verifyPack } from '../../../electron/core/archive/verify-pack.ts';
import { createEngine } from '../../../electron/core/engine.ts';
import type { Engine } from '../../../electron/core/engine-api.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import { lifeboat } from '../../support/lifeboat.ts';
import { tempHome } from '../../support/temp-home.ts';
import { makeTree } from '../../support/tree.ts';
import { listTree } from '../../support/tree-listing.ts';
import type { FaultPlace } from './faulty-command.ts';

/** A folder stack with a database, one good backup of it, and an engine of this process to look with. */
export interface FolderGround extends AsyncDisposable {
  readonly place: FaultPlace;
  /** The backup that must stay good whatever happens. */
  readonly base: BackupView;
  /** The data as it is in `base`. */
  readonly packed: string;
  /** The data as it is now, but for what a rollback keeps aside. */
  readonly data: () => Promise<string>;
  /** Makes the data differ from the backup. */
  readonly change: () => Promise<void>;
  /** What `recover` leaves, against every promise; takes away what the command made. Throws at the first broken one. */
  readonly settle: () => Promise<void>;
}

const stack = 'shop';

/** Makes one. */
export async function openFolderGround(): Promise<FolderGround> {
  await using opening = new AsyncDisposableStack();
  const home = opening.use(await tempHome());
  const root = join(home.beside, 'app');
  const storage = join(home.beside, 'storage');
  await makeTree(root);
  const database = new Database(join(root, 'app.db'));
  database.exec('CREATE TABLE a (x); INSERT INTO a VALUES (randomblob(20000))');
  database.close();
  const boat = lifeboat(home.path, {});
  const args = ['--folder', root, '--sqlite', join(root, 'app.db'), '--name', stack, '--storage', storage];
  await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
  await boat.backup(stack);
  const engine = await createEngine({ home: home.path, env: {} });
  opening.defer(() => engine.close());
  const [base] = await engine.backups(stack);
  if (base === undefined) throw new Error('there is no backup to begin with');
  const packed = await listOf(root);
  const resources = opening.move();
  return {
    place: { home: home.path, env: {}, below: [home.path, home.beside], reports: `${home.beside}-reports` },
    base,
    packed,
    data: async () => listOf(root),
    change: async () => {
      await writeFile(join(root, 'plain', 'note.txt'), 'another note\n');
      await rm(join(root, 'private'), { recursive: true, force: true });
      await writeFile(join(root, 'intruder'), 'was not there');
    },
    settle: async () => settle(engine, base, join(storage, stack)),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/**
 * Times to the microsecond, which is all that Node can set; the root's own changes with what a rollback keeps aside. A
 * database is its rows: SQLite's copy of it has other bytes.
 */
async function listOf(root: string): Promise<string> {
  const lines = (await listTree(root)).filter((line) => !/^\.\/(?:\.lifeboat-|app\.db)/u.test(line));
  const fields = lines.map((line) => line.split('\t'));
  const tree = fields.map((one) => one.map((text, at) => (at === 5 ? exact(one[0] ?? '', text) : text)).join('\t'));
  return [...tree, `rows ${rowsOf(join(root, 'app.db'))}`].join('\n');
}

const exact = (name: string, time: string): string => (name === '.' ? '' : time.slice(0, -3));

function rowsOf(file: string): string {
  const database = new Database(file, { readonly: true });
  try {
    return String(database.prepare('SELECT group_concat(hex(x)) FROM a').pluck().get()).slice(0, 64);
  } finally {
    database.close();
  }
}

async function settle(engine: Engine, base: BackupView, folder: string): Promise<void> {
  const { owed } = await engine.recover();
  expectThat(owed.length === 0, `still owed: ${JSON.stringify(owed)}`);
  for (const { jobId } of await engine.keptRollbacks()) await engine.release(jobId).result;
  const backups = await engine.backups(stack);
  for (const backup of backups) {
    expectThat(backup.status !== 'running', `${backup.name} is listed as running`);
    if (backup.status === 'succeeded' && !backup.missing) await expectGood(backup.path ?? '');
  }
  for (const name of await readdir(folder)) {
    if (name === '_tmp') continue;
    await expectGood(join(folder, name));
  }
  const unfinished = await readdir(join(folder, '_tmp')).catch(() => []);
  expectThat(unfinished.length === 0, `unfinished folders are left: ${unfinished.join(' ')}`);
  const kept = backups.find(({ id }) => id === base.id);
  expectThat(
    kept?.status === 'succeeded' && kept.verified && !kept.missing,
    'the backup of before is not good any more',
  );
  for (const { id } of backups) if (id !== base.id) await engine.deleteBackup(id).result;
}

async function expectGood(path: string): Promise<void> {
  const options = { signal: new AbortController().signal, onBytes: () => undefined, onPart: () => undefined };
  const { manifest, files } = await openPack(path);
  await verifyPack({ path, manifest, files: files.keys() }, { ...options, depth: 'entries' });
}

/** Throws `otherwise` unless it holds. */
export function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
