import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { expectCommand, runCommand } from './command.ts';
import { tempFolder } from './temp-folder.ts';
import { portOf } from './tcp-proxy.ts';
import { until } from './until.ts';

/** The three set-ups of servers that matter in practice. */
export const sambaSetUps = {
  /** As Samba comes: it encrypts for whoever asks. */
  defaults: {},
  /** What current Windows demands. Encryption is off, so that signatures alone protect. */
  signed: { 'server signing': 'mandatory', 'server min protocol': 'SMB3_11', 'server smb encrypt': 'off' },
  encrypted: { 'server smb encrypt': 'required', 'server min protocol': 'SMB3_00' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export const sambaUser = { user: 'backup', domain: '', password: 'Pa55 wörd §' } as const;

/** A private server on the loopback with one writable share, `share`, and a read-only one of the same folder, `ro`. */
export interface Samba extends AsyncDisposable {
  readonly port: number;
  /** The shared folder on this machine. */
  readonly folder: string;
  /** Every process of the server; the first is the one that accepts. */
  readonly processes: () => Promise<readonly number[]>;
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** The command line of `smbclient` for its own commands, through a port of this machine. */
  readonly clientCommand: (commands: string, at: number) => readonly [string, ...string[]];
  /** Runs commands of `smbclient` and resolves with what it printed. Rejects when one fails. */
  readonly client: (commands: string) => Promise<string>;
}

export interface SambaOptions {
  readonly global?: Readonly<Record<string, string>>;
  readonly share?: Readonly<Record<string, string>>;
  /** A folder to share instead of a new one. */
  readonly folder?: string;
}

/** Starts one. Needs root, `smbd` and `smbclient`. */
export async function startSamba({ global = {}, share = {}, folder }: SambaOptions = {}): Promise<Samba> {
  const home = await tempFolder('lbs');
  const state = join(home.path, 'state');
  const shared = folder ?? join(home.path, 'shared');
  const config = join(home.path, 'smb.conf');
  const port = await freePort();
  const pidFile = join(state, 'smbd.pid');
  let root = 0;

  const kill = async (): Promise<void> => {
    const gone = root;
    root = 0;
    if (gone === 0) return;
    const processes = await processesOf(gone);
    // Children that are frozen, or that left its group, go as well.
    for (const pid of processes) endProcess(pid);
    await until('smbd is gone', () => Promise.resolve(processes.some(isAlive) ? null : true));
  };
  const start = async (): Promise<void> => {
    await rm(pidFile, { force: true });
    await expectCommand('smbd', ['-D', '-s', config, '-l', state]);
    root = await until('smbd has written its id', async () => {
      const text = await readFile(pidFile, 'utf8').catch(() => '');
      return Number(text) > 0 ? Number(text) : null;
    });
    await until('smbd listens', () => isOpen(port));
  };
  const credentials = join(home.path, 'credentials');
  try {
    await mkdir(join(state, 'rpc'), { recursive: true });
    await mkdir(shared, { recursive: true });
    await openTheWay(home.path);
    await expectCommand('chown', [`${account}:`, shared]).catch(async () => {
      await expectCommand('useradd', ['-M', '-s', '/usr/sbin/nologin', account]);
      await expectCommand('chown', [`${account}:`, shared]);
    });
    await writeFile(config, configText(state, shared, port, global, share));
    await writeFile(credentials, `username=${account}\npassword=${sambaUser.password}\n`, { mode: 0o600 });
    const { password } = sambaUser;
    await expectCommand('smbpasswd', ['-c', config, '-a', '-s', account], {
      input: Readable.from([`${password}\n${password}\n`]),
    });
    await start();
  } catch (error) {
    await kill();
    await home[Symbol.asyncDispose]();
    throw error;
  }
  const clientCommand = (commands: string, at: number): readonly [string, ...string[]] => {
    const server = ['-p', String(at), '-A', credentials, '-m', 'SMB3'];
    return ['smbclient', '//127.0.0.1/share', ...server, '-c', commands];
  };
  return {
    port,
    folder: shared,
    kill,
    start,
    processes: () => processesOf(root),
    clientCommand,
    client: async (commands) => {
      const [file, ...args] = clientCommand(commands, port);
      const end = await runCommand(file, args);
      if (end.code !== 0 || /NT_STATUS_(?!OK)/u.test(end.output)) throw new Error(`smbclient: ${end.output}`);
      return end.stdout;
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      await home[Symbol.asyncDispose]();
    },
  };
}

const account = sambaUser.user;

function configText(
  state: string,
  shared: string,
  port: number,
  global: Readonly<Record<string, string>>,
  share: Readonly<Record<string, string>>,
): string {
  const settings = {
    'server role': 'standalone server',
    interfaces: 'lo',
    'bind interfaces only': 'yes',
    'smb ports': String(port),
    'disable netbios': 'yes',
    'map to guest': 'Never',
    'guest account': 'nobody',
    'lock directory': state,
    'state directory': state,
    'cache directory': state,
    'private dir': state,
    'pid directory': state,
    'ncalrpc dir': join(state, 'rpc'),
    'passdb backend': `tdbsam:${join(state, 'passdb.tdb')}`,
    'load printers': 'no',
    'disable spoolss': 'yes',
    ...global,
  };
  return [
    '[global]',
    ...lines(settings),
    '[share]',
    ...lines({ path: shared, 'read only': 'no', ...share }),
    '[ro]',
    ...lines({ path: shared, 'read only': 'yes' }),
    '',
  ].join('\n');
}

function lines(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
}

/** A port of the loopback that nobody listens on. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const port = portOf(probe);
  probe.close();
  await once(probe, 'close');
  return port;
}

async function isOpen(port: number): Promise<true | null> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return null;
  } finally {
    socket.destroy();
  }
}

/** The server reaches the shared folder as its user, through folders of root. */
async function openTheWay(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o001) === 0) await chmod(path, (mode & 0o777) | 0o011);
  if (dirname(path) !== path) await openTheWay(dirname(path));
}

/** A process and those below it. */
async function processesOf(root: number): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/u.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null) : null;
    const parent = /\) \S (?<parent>\d+) /u.exec(stat ?? '')?.groups?.['parent'];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const found = [root];
  for (const above of found) found.push(...[...parents].filter(([, parent]) => parent === above).map(([pid]) => pid));
  return found;
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Not one that only waits for its parent to notice. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /u.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
