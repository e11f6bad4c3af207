import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { recipes } from './database-server.ts';

const hold = {
  postgresql: { client: recipes.postgresql.client, lock: 'BEGIN; LOCK TABLE pages' },
  mysql: { client: `${recipes.mysql.client} --unbuffered -D "$LIFEBOAT_DATABASE"`, lock: 'LOCK TABLES pages WRITE' },
} as const;

/** Where a table `pages` is. */
export interface TablePlace {
  readonly host: string;
  readonly containerId: string;
  readonly engine: keyof typeof hold;
  readonly database: string;
}

/** Keeps everybody from reading the table `pages`: a dump begins and does not end before this is disposed of. */
export async function holdTable({ host, containerId, engine, database }: TablePlace): Promise<AsyncDisposable> {
  const { client, lock } = hold[engine];
  const variable = `${recipes[engine].database}=${database}`;
  const child = spawn('docker', ['exec', '-i', '--env', variable, containerId, 'sh', '-c', client], {
    env: { ...process.env, DOCKER_HOST: host },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  child.stdin.write(`${lock}; SELECT 'held';\n`);
  const said = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (said.value !== 'held') throw new Error(`the table is not held: ${String(said.value)}`);
  return {
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
