import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backup } from '../../../../shared/model/backup.ts';
import type { JobKind } from '../../../../shared/model/job.ts';
import type { Stack } from '../../../../shared/model/stack.ts';
import { openContext } from '../../engine.ts';
import type { BackupView } from '../../../../shared/model/view.ts';
import type { EngineContext } from '../../engine-context.ts';
import type { JobControl } from '../../jobs/job-control.ts';
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
  backUp(stack?: Stack): Promise<BackupView>;
  /** Runs `body` as a job of the stack. */
  run<T>(kind: JobKind, body: (job: JobControl) => Promise<T>): Promise<T>;
}

/** The note of every backup of a fixture. */
export const sampleNote = 'before the new theme\nask Ann first';

/** A context as shells have it, with an engine that is not there. `home` may be one that was used before. */
export async function contextAt(home: string): Promise<EngineContext> {
  return openContext({ home, env: { DOCKER_HOST: 'unix:///nowhere/docker.sock', LIFEBOAT_SECRETS: 'key-file' } });
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
  const context = await contextAt(join(directory, 'home'));
  const stack = await addStack(context, {
    folders: [join(directory, 'app')],
    name: 'shop',
    storage: join(directory, 'storage'),
  });
  return {
    directory,
    context,
    stack,
    async backUp(of = stack) {
      const { result } = context.runner.start(
        { kind: 'backup', stackId: stack.id, stack: stack.name, trigger: 'test' },
        async (job) =>
          runBackup(
            context,
            job,
            of,
            backupOptions({ stack: stack.id, appVersion: '1.2.3', note: sampleNote }, of.backup),
          ),
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
