import { cpSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog } from '../../../electron/core/catalog/database.ts';
import type { Debt } from '../../../electron/core/catalog/debts.ts';
import { systemClock } from '../../../electron/core/clock.ts';
import { createEngine } from '../../../electron/core/engine.ts';
import type { Engine } from '../../../electron/core/engine-api.ts';
import { createStopLedger } from '../../../electron/core/jobs/stop-ledger.ts';
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
  /** Services that a dead job owes. */
  readonly owed: readonly string[];
  /** Everything below the storages, with content. */
  tree(): Promise<string>;
}

const endpoint = 'unix:///nowhere/docker.sock';
const services = ['app', 'db'] as const;

/** An engine on a home, without Docker. */
export function engineAt(home: string): Promise<Engine> {
  return createEngine({ home, env: { DOCKER_HOST: endpoint, LIFEBOAT_SECRETS: 'key-file' } });
}

/** Makes the ground with real jobs; about two seconds. */
export async function openCatalogGround(): Promise<CatalogGround> {
  await using opening = new AsyncDisposableStack();
  const { path } = opening.use(await memoryFolder());
  const home = join(path, 'home');
  const storages = join(path, 'storages');
  const older: string[] = [];
  const keep = (name: string): string => {
    const kept = join(path, name);
    cpSync(home, kept, { recursive: true });
    return kept;
  };
  await mkdir(home);
  const engine = await engineAt(home);
  // A state between two writes of a job: SQLite works in this process, so none is torn.
  engine.onJob(() => older.push(keep(`older-${older.length}`)));
  const packs = await makePacks(engine, path, storages);
  await oweServices(home);
  const live = keep('live');
  await engine.close();
  const closed = keep('closed');
  const resources = opening.move();
  return {
    home,
    last: { closed, live },
    older,
    packs: packs.toSorted(),
    owed: services,
    tree: async () => (await listTree(storages)).join('\n'),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function makePacks(engine: Engine, path: string, storages: string): Promise<string[]> {
  for (const stack of ['shop', 'wiki']) {
    const folder = join(path, 'data', stack);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'page'), `${stack} `.repeat(2000));
    await engine.addStack({ folders: [folder], name: stack, storage: join(storages, `of-${stack}`) });
  }
  const paths: string[] = [];
  for (const stack of ['shop', 'wiki', 'shop', 'shop', 'wiki']) {
    const { path: made } = await engine.backup({ stack }).result;
    if (made !== null) paths.push(made);
  }
  const [doomed] = await engine.backups('shop');
  await engine.deleteBackup(doomed?.id ?? '').result;
  // One that nobody finished, and one whose storage moved: the list of storages alone knows the old one.
  await engine.migrateStorage('wiki', join(storages, 'moved')).result;
  return (await engine.backups()).flatMap(({ path: at }) => at ?? []);
}

/** What a job of a process that died owes, in catalog and file. */
async function oweServices(home: string): Promise<void> {
  const catalog = openCatalog(join(home, 'catalog.db'), systemClock);
  try {
    const [stack] = catalog.stacks.list();
    if (stack === undefined) throw new Error('no stack');
    await createStopLedger(catalog, join(home, 'ledger')).owe(debtOf(stack.id, stack.name));
  } finally {
    catalog.close();
  }
}

function debtOf(stackId: string, stack: string): Debt {
  const containers = services.map((service, order) => ({
    containerId: `${service}-id`,
    containerName: `shop-${service}-1`,
    project: 'shop',
    service,
    number: 1,
    order,
    startedAt: '2026-11-20T03:00:00.123456789Z',
    restarting: false,
  }));
  return { jobId: 'dead1', stackId, stack, endpoint, containers };
}

/** Puts one state of the home in the place of whatever is there. */
export async function putHome({ home }: Pick<CatalogGround, 'home'>, state: string): Promise<void> {
  await rm(home, { recursive: true, force: true });
  cpSync(state, home, { recursive: true });
}
