import { Readable } from 'node:stream';
import { chunksOf } from '../byte-stream.ts';
import type { Exec } from '../docker/exec.ts';
import { AppError, detailOf, isAppError } from '../errors.ts';
import type { Dump, DumpFacts } from './driver.ts';

/** What makes a dump. */
export interface DumpSource {
  readonly database: string;
  /** What comes before the program's own output. */
  readonly head: string;
  readonly program: Exec;
  readonly hear: (chunk: Buffer) => void;
  /** After the program has ended well: what comes after its output. */
  readonly foot?: () => Promise<string>;
  /** After the program has ended well: the facts, or a failure when the output is not whole. */
  readonly conclude: () => Promise<DumpFacts>;
  /** Ends what goes on beside the program; after it, however it ended. */
  readonly close: () => Promise<void>;
}

/** A dump of a program's output. It ends only when `conclude` has said that it is whole. */
export function dumpStream(source: DumpSource): Dump {
  const { promise: done, resolve, reject } = Promise.withResolvers<DumpFacts>();
  // The stream fails with the same.
  done.catch(() => undefined);
  const stream = Readable.from(chunksOfDump(source, resolve, reject), { objectMode: false });
  // Destroyed before it was read, its generator never begins, and never ends.
  stream.on('close', () => {
    source.program.stdout.destroy();
    reject(new AppError('JOB_CANCELLED', {}));
    source.close().catch(() => undefined);
  });
  return { stream, done };
}

async function* chunksOfDump(
  source: DumpSource,
  resolve: (facts: DumpFacts) => void,
  reject: (error: unknown) => void,
): AsyncGenerator<Buffer> {
  const { database, head, program } = source;
  try {
    yield Buffer.from(head);
    for await (const chunk of chunksOf(program.stdout)) {
      source.hear(chunk);
      yield chunk;
    }
    const { exitCode, stderr } = await program.ended;
    if (exitCode !== 0) throw new Error(stderr || `its program ended with ${exitCode}`);
    if (source.foot !== undefined) yield Buffer.from(await source.foot());
    resolve(await source.conclude());
  } catch (error) {
    const known = isAppError(error) || (error instanceof Error && error.name === 'AbortError');
    const failure = known
      ? error
      : new AppError('DATABASE_DUMP_FAILED', { database, detail: detailOf(error) }, { cause: error });
    reject(failure);
    throw failure;
  }
}
