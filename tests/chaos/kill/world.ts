import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../../electron/core/engine-api.ts';
import { createSqlite } from '../../../electron/core/folders/sqlite-create.ts';
import { expectCommand } from '../../support/command.ts';
import { memoryFolder } from '../../support/temp-folder.ts';
import { engineAt } from '../engine-at.ts';

/** A home with a folder stack, two backups and the folders that commands work on; put back before every point. */
export interface World extends AsyncDisposable {
  readonly home: string;
  /** The live data of the stack `shop`: files, and a database that is a source of its own. */
  readonly data: string;
  readonly storage: string;
  /** An empty storage to migrate to. */
  readonly otherStorage: string;
  /** Where exports go, and imports come from. */
  readonly outside: string;
  /** Where the log of a victim's points goes. */
  readonly log: string;
  /** What the world is now is what `reset` makes of it. */
  keep(): Promise<void>;
  reset(): Promise<void>;
  /** Runs `act` with an engine of this process. */
  withEngine<T>(act: (engine: Engine) => Promise<T>): Promise<T>;
}

/** Makes it with real jobs. */
export async function openWorld(): Promise<World> {
  await using opening = new AsyncDisposableStack();
  const { path } = opening.use(await memoryFolder());
  const now = join(path, 'world');
  const kept = join(path, 'kept');
  const [home, data, storage] = [join(now, 'home'), join(now, 'data'), join(now, 'storage')];
  const [otherStorage, outside] = [join(now, 'other'), join(now, 'outside')];
  for (const folder of [home, join(data, 'folder/deep'), otherStorage, outside])
    await mkdir(folder, { recursive: true });
  const withEngine = async <T>(act: (engine: Engine) => Promise<T>): Promise<T> => {
    const engine = await engineAt(home);
    try {
      return await act(engine);
    } finally {
      await engine.close();
    }
  };
  for (let n = 0; n < 4; n += 1) await writeFile(join(data, `folder/${n}`), `file ${n}\n`.repeat(50 * n));
  await writeFile(join(data, 'folder/deep/old'), 'old\n');
  createSqlite(join(data, 'shop.db'), 'CREATE TABLE orders (n); INSERT INTO orders VALUES (1);');
  await withEngine(async (engine) => {
    const sqlite = [join(data, 'shop.db')];
    await engine.addStack({ folders: [join(data, 'folder')], sqlite, name: 'shop', storage });
    for (let n = 0; n < 2; n += 1) await engine.backup({ stack: 'shop' }).result;
  });
  const resources = opening.move();
  return {
    home,
    data,
    storage,
    otherStorage,
    outside,
    log: join(path, 'points'),
    // By `cp`, because Node's copies renew the times of folders.
    keep: async () => {
      await expectCommand('cp', ['-a', now, kept]);
    },
    reset: async () => {
      await rm(now, { recursive: true, force: true });
      await expectCommand('cp', ['-a', kept, now]);
    },
    withEngine,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Makes the live data differ from every pack: other content, one file less, one more, another row. */
export async function changeData({ data }: World): Promise<void> {
  await writeFile(join(data, 'folder/0'), 'changed\n');
  await writeFile(join(data, 'folder/new'), 'new\n');
  await rm(join(data, 'folder/deep'), { recursive: true });
  await rm(join(data, 'shop.db'));
  createSqlite(join(data, 'shop.db'), 'CREATE TABLE orders (n); INSERT INTO orders VALUES (2);');
}
