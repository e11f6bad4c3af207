import { AppError, detailOf, isAppError } from '../../errors.ts';
import type { DatabaseServer, Dump, ServerFacts } from '../driver.ts';
import { dumpStream } from '../dump-stream.ts';
import { redisClient } from './client.ts';
import { RdbShape } from './rdb-shape.ts';

/** All numbered databases of a server are one here: they are saved and loaded together. */
export const everything = 'all';

/** The version of a server, and its one database. DATABASE_REFUSED. */
export async function lookAtRedis(server: DatabaseServer, signal: AbortSignal): Promise<ServerFacts> {
  const client = await redisClient(server, signal);
  const answer = await client.run('info server redis_version; info memory used_memory_dataset', [], signal);
  const [version = '', bytes = '0'] = answer.split('\n');
  return { version, databases: [{ name: everything, bytes: Number(bytes) }], seesAll: true };
}

// The open file stays the same, whatever the server saves meanwhile.
const copy = `
save
exec 3<"$dir/$(setting dbfilename)" || fail "the saved file cannot be read"
redis-check-rdb /proc/$$/fd/3 >&2 || fail "the saved file is damaged"
echo "bytes: $(wc -c <&3)" >&2
exec cat /proc/$$/fd/3`;

/** Begins a copy of what the server has saved a moment before. DATABASE_REFUSED. */
export async function dumpRedis(server: DatabaseServer, database: string, signal: AbortSignal): Promise<Dump> {
  const client = await redisClient(server, signal);
  try {
    const version = (await client.run('info server redis_version', [], signal)).trim();
    const program = await client.start(copy, signal);
    const shape = new RdbShape();
    return dumpStream({
      database,
      head: '',
      program,
      hear: (chunk) => shape.hear(chunk),
      conclude: async () => {
        const { stderr } = await program.ended;
        const bytes = Number(/^bytes: (\d+)$/mu.exec(stderr)?.[1]);
        const fault = shape.faultFor(bytes);
        if (fault !== null) throw new Error(fault);
        return { version, rows: [{ table: 'keys', rows: keysRead(stderr) }] };
      },
      close: () => Promise.resolve(),
    });
  } catch (error) {
    if (isAppError(error) || signal.aborted) throw error;
    throw new AppError('DATABASE_DUMP_FAILED', { database, detail: detailOf(error) }, { cause: error });
  }
}

/** How many keys `redis-check-rdb` has found. Throws when it does not say. */
export function keysRead(report: string): number {
  const keys = /^\[info\] (\d+) keys read$/mu.exec(report)?.[1];
  if (keys === undefined) throw new Error('the keys of the saved file could not be counted');
  return Number(keys);
}
