import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Catalog, openCatalog } from '../../../electron/core/catalog/database.ts';
import { systemClock } from '../../../electron/core/clock.ts';
import { markFile } from '../../../electron/core/replica/replica-mark.ts';
import type { CliEnd, RunningCli } from '../../support/cli.ts';
import { type BackupAnswer, backupAnswer, lifeboat } from '../../support/lifeboat.ts';
import { type Samba, sambaUser, startSamba } from '../../support/samba.ts';
import { startProxy } from '../../support/tcp-proxy.ts';
import { tempHome } from '../../support/temp-home.ts';
import { strictSetUps } from './share-bench.ts';
import { provenCopies, sumsOf, workLeft } from './share-proof.ts';

const packBytes = 4_000_000;

/** A stack of folders whose backups are copied to the strictest server by the real command line. */
export interface CommandGround extends AsyncDisposable {
  readonly home: string;
  readonly samba: Samba;
  /** Read beside the commands that write it. */
  readonly catalog: Catalog;
  readonly start: (...args: readonly string[]) => RunningCli;
  /** Waits for a command and keeps what it has said. */
  readonly endOf: (command: RunningCli) => Promise<CliEnd>;
  /** Runs one; rejects unless it ends with 0. */
  readonly run: (...args: readonly string[]) => Promise<CliEnd>;
  readonly backup: () => Promise<BackupAnswer>;
  /** Sends SIGKILL to a command once so many bytes more have gone by between it and the server. */
  readonly killAfter: (bytes: number, command: RunningCli) => void;
  /** Bytes that have gone by since the last call. */
  readonly bytes: () => number;
  /** Everything that commands have said. */
  readonly said: () => string;
  readonly empty: () => Promise<void>;
  /** Names of the copies that have DONE, all proven by other programs. Rejects otherwise, or for a changed local pack. */
  readonly copies: () => Promise<readonly string[]>;
  readonly workLeft: () => Promise<readonly string[]>;
}

/** Sets it up: a server, a stack, its replica. */
export async function openCommandGround(): Promise<CommandGround> {
  await using opening = new AsyncDisposableStack();
  const home = opening.use(await tempHome());
  const samba = opening.use(await startSamba({ global: strictSetUps.encrypted }));
  let [bytes, left] = [0, Infinity];
  let doomed: RunningCli | null = null;
  const proxy = opening.use(
    await startProxy(samba.port, {
      passage: (_direction, chunk) => {
        bytes += chunk.length;
        left -= chunk.length;
        if (left > 0) return chunk;
        left = Infinity;
        doomed?.signal('SIGKILL');
        return chunk;
      },
    }),
  );
  const boat = lifeboat(home.path, { LIFEBOAT_SECRETS: 'key-file' });
  let said = '';
  const endOf = async (command: RunningCli): Promise<CliEnd> => {
    const end = await command.end;
    said += `${end.stdout}${end.stderr}`;
    return end;
  };
  const run = async (...args: readonly string[]): Promise<CliEnd> => {
    const end = await endOf(boat.start(...args));
    if (end.code !== 0)
      throw new Error(`lifeboat ${args.join(' ')} ended with ${end.code}:\n${end.stdout}${end.stderr}`);
    return end;
  };
  const source = join(home.beside, 'source');
  await mkdir(source);
  await writeFile(join(source, 'large'), randomBytes(packBytes));
  await writeFile(join(source, 'small'), 'small\n');
  await run('stack', 'add', '--folder', source, '--name', 'web', '--storage', join(home.beside, 'storage'));
  const password = join(home.beside, 'password');
  await writeFile(password, `${sambaUser.password}\n`);
  const where = ['--host', '127.0.0.1', '--port', String(proxy.port), '--share', 'share', '--user', sambaUser.user];
  await run('replica', 'add', 'smb', 'web', ...where, '--password-file', password, '--name', 'nas');
  await rm(password);
  const catalog = openCatalog(join(home.path, 'catalog.db'), systemClock);
  opening.defer(() => catalog.close());
  const packs = new Map<string, readonly string[]>();
  const resources = opening.move();
  return {
    home: home.path,
    samba,
    catalog,
    start: (...args) => boat.start(...args),
    endOf,
    run,
    backup: async () => backupAnswer.parse((await run('backup', 'web', '--json')).json()),
    killAfter: (after, command) => {
      left = after;
      doomed = command;
    },
    bytes: () => {
      const count = bytes;
      bytes = 0;
      return count;
    },
    said: () => said,
    empty: async () => {
      for (const entry of await readdir(samba.folder))
        if (entry !== markFile) await rm(join(samba.folder, entry), { recursive: true });
    },
    copies: async () => {
      for (const { name, path } of catalog.backups.list().filter(({ status }) => status === 'succeeded')) {
        const sums = await sumsOf(path ?? '');
        if ((packs.get(name) ?? sums).join('\n') !== sums.join('\n')) throw new Error(`${name} has changed here`);
        packs.set(name, sums);
      }
      return provenCopies(samba, '', packs);
    },
    workLeft: () => workLeft(samba, ''),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
