// A process that makes a home with packs by real jobs and is gone afterwards, so that the homes of before, kept from the
// middle of its jobs, are those of a process that died. Arguments: the folder. Says the paths of the good packs as JSON.
import { cpSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog } from '../../../electron/core/catalog/database.ts';
import type { Debt } from '../../../electron/core/catalog/debts.ts';
import { systemClock } from '../../../electron/core/clock.ts';
import type { Engine } from '../../../electron/core/engine-api.ts';
import { createStopLedger } from '../../../electron/core/jobs/stop-ledger.ts';
import { endpoint, engineAt, owedServices } from '../engine-at.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('usage: make-ground.ts FOLDER');
const home = join(path, 'home');
const storages = join(path, 'storages');
const keep = (name: string): void => {
  cpSync(home, join(path, name), { recursive: true });
};
await mkdir(home);
const engine = await engineAt(home);
// A state between two writes of a job: SQLite works in this process, so none is torn.
let older = 0;
engine.onJob(() => {
  keep(join('older', String(older).padStart(4, '0')));
  older += 1;
});
const packs = await makePacks(engine, path);
await oweServices();
// Of another installation that shares the storage: nobody here may remove it.
await mkdir(join(storages, 'of-shop/shop/_tmp/job_ofanother_2026-11-20T04-00-00/parts'), { recursive: true });
keep('live');
await engine.close();
keep('closed');
process.stdout.write(JSON.stringify(packs));

async function makePacks(engine: Engine, at: string): Promise<string[]> {
  for (const stack of ['shop', 'wiki']) {
    const folder = join(at, 'data', stack);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'page'), `${stack} `.repeat(2000));
    await engine.addStack({ folders: [folder], name: stack, storage: join(storages, `of-${stack}`) });
  }
  for (const stack of ['shop', 'wiki', 'shop', 'shop', 'wiki']) await engine.backup({ stack }).result;
  const [doomed] = await engine.backups('shop');
  await engine.deleteBackup(doomed?.id ?? '').result;
  // The list of storages alone knows where they are now, when the catalog is lost.
  await engine.migrateStorage('wiki', join(storages, 'moved')).result;
  return (await engine.backups()).flatMap(({ path: made }) => made ?? []);
}

/** What a job of a process that died owes, in catalog and file. */
async function oweServices(): Promise<void> {
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
  const containers = owedServices.map((service, order) => ({
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
