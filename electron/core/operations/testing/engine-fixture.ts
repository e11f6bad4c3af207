import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backup } from '../../../../shared/model/backup.ts';
import type { JobKind } from '../../../../shared/model/job.ts';
import type { Stack } from '../../../../shared/model/stack.ts';
import { openCatalog } from '../../catalog/database.ts';
import { systemClock } from '../../clock.ts';
import type { BackupView } from '../../engine-api.ts';
import type { EngineContext } from '../../engine-context.ts';
import { AppError } from '../../errors.ts';
import type { JobControl } from '../../jobs/job-control.ts';
import { createRunner } from '../../jobs/runner.ts';
import { createStopLedger } from '../../jobs/stop-ledger.ts';
import { silentLog } from '../../jobs/testing/sample-records.ts';
import { runBackup } from '../backup.ts';
import { viewOf } from '../backup-lookup.ts';
import { backupOptions } from '../backup-options.ts';
import { addStack } from '../stack-registry.ts';

/** An engine without a shell and without Docker, with one folder stack whose storage is beside it. */
export interface EngineFixture extends AsyncDisposable {
  /** Empty but for `home`, `app` (the data) and `storage`; removed with the fixture. */
  readonly directory: string;
  readonly context: EngineContext;
  readonly stack: Stack;
  /** A real backup, verified as the product does it. */
  backUp(): Promise<BackupView>;
  /** Runs `body` as a job of the stack. */
  run<T>(kind: JobKind, body: (job: JobControl) => Promise<T>): Promise<T>;
}

/** Makes a context like `createEngine` does. `home` may be one that is there already. */
export function openContext(home: string): EngineContext {
  const clock = systemClock;
  const catalog = openCatalog(join(home, 'catalog.db'), clock);
  const unreachable = () =>
    Promise.reject(new AppError('DOCKER_UNREACHABLE', { endpoint: 'unix:///nowhere', detail: 'none here' }));
  return {
    home,
    hostId: randomUUID(),
    tool: 'lifeboat test',
    catalog,
    ledger: createStopLedger(catalog, join(home, 'ledger')),
    runner: createRunner({ catalog, clock, log: silentLog }),
    clock,
    log: silentLog,
    docker: unreachable,
    dockerAt: unreachable,
  };
}

/** Some files worth a backup. */
async function makeData(folder: string): Promise<void> {
  await mkdir(join(folder, 'docs', 'empty'), { recursive: true });
  await writeFile(join(folder, 'docs', 'letter.txt'), 'dear reader\n'.repeat(1000));
  await writeFile(join(folder, '数据.bin'), Buffer.alloc(300_000, 'lifeboat'));
}

export async function makeEngine(): Promise<EngineFixture> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'lifeboat-ops-')));
  await makeData(join(directory, 'app'));
  await mkdir(join(directory, 'home'));
  const context = openContext(join(directory, 'home'));
  const stack = await addStack(context, {
    folders: [join(directory, 'app')],
    name: 'shop',
    storage: join(directory, 'storage'),
  });
  return {
    directory,
    context,
    stack,
    async backUp() {
      const { result } = context.runner.start(
        { kind: 'backup', stackId: stack.id, stack: stack.name, trigger: 'test' },
        async (job) => runBackup(context, job, stack, backupOptions({ stack: stack.id, appVersion: '1.2.3' })),
      );
      const backup: Backup = await result;
      return viewOf(backup);
    },
    run: async (kind, body) =>
      context.runner.start({ kind, stackId: stack.id, stack: stack.name, trigger: 'test' }, body).result,
    async [Symbol.asyncDispose]() {
      await context.runner.close();
      context.catalog.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
