import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backup } from '../../../../shared/model/backup.ts';
import type { Stack } from '../../../../shared/model/stack.ts';
import { standardStackBackup } from '../../../../shared/model/stack-backup.ts';
import { backupOf } from '../../../../shared/stack/testing/backup-of.ts';
import { type Catalog, openCatalog } from '../../catalog/database.ts';
import type { Debt, StoppedContainer } from '../../catalog/debts.ts';
import { systemClock } from '../../clock.ts';
import type { Log } from '../../log.ts';

/** A folder of its own with a catalog in it; both go when it is disposed. */
export interface TestHome extends AsyncDisposable {
  readonly directory: string;
  readonly catalog: Catalog;
}

export function makeHome(): TestHome {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-jobs-'));
  const catalog = openCatalog(join(directory, 'catalog', 'lifeboat.db'), systemClock);
  return {
    directory,
    catalog,
    [Symbol.asyncDispose]: async () => {
      catalog.close();
      await rm(directory, { recursive: true });
    },
  };
}

export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

export const shop: Stack = {
  id: 'stack-1',
  name: 'shop',
  slug: 'shop',
  definition: {
    kind: 'compose',
    project: 'shop',
    files: ['/srv/shop/compose.yml'],
    workingDirectory: '/srv/shop',
    exclude: ['*.tmp'],
  },
  storage: '/srv/shop/backups',
  backup: standardStackBackup,
  createdAt: '2026-11-20T04:00:00.000Z',
};

export const shopBackup: Backup = {
  ...backupOf('running', Date.parse('2026-11-20T04:00:00.000Z')),
  id: 'backup-1',
  stackId: shop.id,
  stack: shop.name,
  name: 'backup_manual_v1_2026-11-20_04-00-00',
  appVersion: '1.2.3',
};

export function stoppedContainer(service: string, order: number): StoppedContainer {
  const containerId = `${service}-id`;
  return {
    containerId,
    containerName: `shop-${service}-1`,
    project: 'shop',
    service,
    number: 1,
    order,
    startedAt: '2026-11-20T03:00:00.123456789Z',
    restarting: false,
  };
}

export const shopDebt: Debt = {
  jobId: 'job-1',
  stackId: shop.id,
  stack: shop.name,
  endpoint: 'unix:///var/run/docker.sock',
  containers: [stoppedContainer('db', 1), stoppedContainer('web', 2)],
};
