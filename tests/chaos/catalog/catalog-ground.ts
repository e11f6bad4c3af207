import { cpSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { expectCommand } from '../../support/command.ts';
import { memoryFolder } from '../../support/temp-folder.ts';
import { listTree } from '../../support/tree-listing.ts';

/** Two folder stacks with good packs, and every state that their catalog was in on the way. */
export interface CatalogGround extends AsyncDisposable {
  /** LIFEBOAT_HOME; made anew for every point. */
  readonly home: string;
  /** The home as its last process left it, one copy with its WAL checkpointed and one with a WAL that holds records. */
  readonly last: { readonly closed: string; readonly live: string };
  /** Homes of before, oldest first, also of the middle of jobs. */
  readonly older: readonly string[];
  /** Paths of all good packs, sorted. */
  readonly packs: readonly string[];
  /** Everything below the storages, with content. */
  tree(): Promise<string>;
}

/** Makes the ground with real jobs of a process that is gone afterwards; about two seconds. */
export async function openCatalogGround(): Promise<CatalogGround> {
  await using opening = new AsyncDisposableStack();
  const { path } = opening.use(await memoryFolder());
  const script = fileURLToPath(new URL('make-ground.ts', import.meta.url));
  const said = await expectCommand(process.execPath, ['--disable-warning=ExperimentalWarning', script, path]);
  const older = (await readdir(join(path, 'older'))).toSorted();
  const resources = opening.move();
  return {
    home: join(path, 'home'),
    last: { closed: join(path, 'closed'), live: join(path, 'live') },
    older: older.map((name) => join(path, 'older', name)),
    packs: z.array(z.string()).parse(JSON.parse(said)).toSorted(),
    tree: async () => (await listTree(join(path, 'storages'))).join('\n'),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Puts one state of the home in the place of whatever is there. */
export async function putHome({ home }: Pick<CatalogGround, 'home'>, state: string): Promise<void> {
  await rm(home, { recursive: true, force: true });
  cpSync(state, home, { recursive: true });
}
