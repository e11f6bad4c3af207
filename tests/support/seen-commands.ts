import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { connectDocker } from '../../electron/core/docker/client.ts';
import { parseEndpoint } from '../../electron/core/docker/endpoint.ts';
import { until } from './until.ts';

// Nothing tells of a process that begins; who looks without a pause keeps it from beginning.
const hostPauseMs = 10;
const topPauseMs = 200;

const Top = z.object({ Processes: z.array(z.array(z.string())) });

/** Command lines, each once. PostgreSQL's clients get their database by the environment: it stands before theirs. */
export interface SeenCommands {
  /** In all of `/proc`, where the processes of containers are too. */
  readonly host: ReadonlySet<string>;
  /** In what `docker top` says of the container. */
  readonly top: ReadonlySet<string>;
}

/** Looks at all processes again and again while `act` runs, which is told of what was seen so far. Linux. */
export async function seeingCommands<T>(
  engine: string,
  containerId: string,
  act: (seen: SeenCommands) => Promise<T>,
): Promise<{ readonly result: T; readonly seen: SeenCommands }> {
  const docker = await connectDocker(parseEndpoint(engine));
  const host = new Set<string>();
  const top = new Set<string>();
  const over = new AbortController();
  const path = `/containers/${containerId}/top`;
  const lookAtHost = async (): Promise<void> => {
    while (!over.signal.aborted) {
      for (const line of await commandsNow()) host.add(line);
      await delay(hostPauseMs);
    }
  };
  const lookAtTop = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const { Processes: processes } = await docker.ask({ what: 'top', method: 'GET', path }, Top);
      for (const columns of processes) top.add(columns.at(-1) ?? '');
      await delay(topPauseMs);
    }
  };
  const looking = Promise.all([lookAtHost(), lookAtTop()]);
  // It is waited for below, after what it looks at.
  looking.catch(() => undefined);
  try {
    return { result: await act({ host, top }), seen: { host, top } };
  } finally {
    over.abort();
    await looking;
  }
}

async function commandsNow(): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/u.test(pid)) continue;
    const read = async (file: string): Promise<string> => readFile(join('/proc', pid, file), 'utf8').catch(() => '');
    const command = (await read('cmdline')).replaceAll('\0', ' ');
    const isClient = /^\S*(?:psql|pg_dump) /u.test(command);
    const database = isClient
      ? /(?:^|\0)PGDATABASE=(?<name>[^\0]*)/u.exec(await read('environ'))?.groups?.['name']
      : '';
    found.push(`${database ?? ''} ${command}`.trim());
  }
  return found;
}

const clients = {
  postgresql: { dump: /(?:^| )pg_dump /u, load: /^lifeboat_\w+_new psql / },
  mysql: { dump: /(?:^|\/)(?:mariadb-dump|mysqldump) /u, load: /^mariadb .*--database=lifeboat_\w+_new/u },
} as const;

/** Resolves when the program that writes a dump was seen in both. */
export async function dumpSeen({ host, top }: SeenCommands, engine: keyof typeof clients): Promise<void> {
  const isIn = (lines: ReadonlySet<string>): boolean => [...lines].some((line) => clients[engine].dump.test(line));
  await until('the program of the dump is seen', async () => Promise.resolve((isIn(host) && isIn(top)) || null));
}

/** The command lines of clients that work in a database while it is loaded. */
export function loadsSeen({ host }: SeenCommands, engine: keyof typeof clients): string[] {
  return [...host].filter((line) => clients[engine].load.test(line));
}
