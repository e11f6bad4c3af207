import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import type { ReadOptions, ReplicaTarget, TargetConnection, TargetEntry, WriteOptions } from '../target.ts';

/** One call on a target, counted from 1 over all of its connections. */
export interface TargetCall {
  readonly number: number;
  readonly method: 'open' | Exclude<keyof TargetConnection, symbol | 'identity'>;
  readonly path: string;
}

/**
 * What happens to a call. `drop`: the connection is lost before anything was done. `lose reply`: it is done, and the
 * connection is lost before anybody hears of it. `half`: a write, a read or the deletion of a tree stops half way, then the connection is lost.
 * `lie`: nothing is done (of what is written, a byte is another one), and it is said that all went well.
 */
export type Fault = 'drop' | 'lose reply' | 'half' | 'lie' | { readonly delayMs: number };

/** A target that fails as it is told to, in front of one that works. */
export class FaultyTarget implements ReplicaTarget {
  calls: TargetCall[] = [];
  readonly #target: ReplicaTarget;
  readonly #faultOf: (call: TargetCall) => Fault | null;

  constructor(target: ReplicaTarget, faultOf: (call: TargetCall) => Fault | null) {
    this.#target = target;
    this.#faultOf = faultOf;
  }

  async open(signal: AbortSignal): Promise<TargetConnection> {
    const fault = this.next('open', '');
    if (fault === 'drop' || fault === 'half' || fault === 'lose reply') throw lost();
    const connection = await this.#target.open(signal);
    return new FaultyConnection(this, connection);
  }

  next(method: TargetCall['method'], path: string): Fault | null {
    const call = { number: this.calls.length + 1, method, path };
    this.calls.push(call);
    return this.#faultOf(call);
  }
}

function lost(): AppError {
  return new AppError('REPLICA_LOST', { host: 'faulty', detail: 'as told' });
}

class FaultyConnection implements TargetConnection {
  readonly #target: FaultyTarget;
  readonly #connection: TargetConnection;
  #isLost = false;

  constructor(target: FaultyTarget, connection: TargetConnection) {
    this.#target = target;
    this.#connection = connection;
  }

  get identity(): TargetConnection['identity'] {
    return this.#connection.identity;
  }

  freeSpace(signal: AbortSignal): Promise<number> {
    return this.#call('freeSpace', '', () => this.#connection.freeSpace(signal), 1e12);
  }

  makeFolders(path: string, signal: AbortSignal): Promise<void> {
    return this.#call('makeFolders', path, () => this.#connection.makeFolders(path, signal), undefined);
  }

  async write(path: string, chunks: AsyncIterable<Buffer>, options: WriteOptions): Promise<number> {
    const fault = this.#next('write', path);
    if (fault === 'drop') throw this.#lose();
    const bent = fault === 'lie' ? changed(chunks) : fault === 'half' ? this.#cut(chunks) : chunks;
    const size = await this.#connection.write(path, bent, options);
    if (fault === 'lose reply') throw this.#lose();
    return size;
  }

  async *read(path: string, options: ReadOptions): AsyncGenerator<Buffer, void, undefined> {
    const fault = this.#next('read', path);
    if (fault === 'drop' || fault === 'lose reply') throw this.#lose();
    const chunks = this.#connection.read(path, options);
    yield* fault === 'half' ? this.#cut(chunks) : fault === 'lie' ? changed(chunks) : chunks;
  }

  list(path: string, signal: AbortSignal): Promise<TargetEntry[]> {
    return this.#call('list', path, () => this.#connection.list(path, signal), []);
  }

  stat(path: string, signal: AbortSignal): Promise<TargetEntry | null> {
    return this.#call('stat', path, () => this.#connection.stat(path, signal), null);
  }

  rename(from: string, to: string, signal: AbortSignal): Promise<void> {
    return this.#call('rename', to, () => this.#connection.rename(from, to, signal), undefined);
  }

  deleteFile(path: string, signal: AbortSignal): Promise<void> {
    return this.#call('deleteFile', path, () => this.#connection.deleteFile(path, signal), undefined);
  }

  async deleteTree(path: string, signal: AbortSignal): Promise<void> {
    const half = async (): Promise<void> => {
      const [first] = (await this.#connection.list(path, signal)).filter(({ kind }) => kind === 'file');
      if (first !== undefined) await this.#connection.deleteFile(`${path}/${first.name}`, signal);
    };
    return this.#call('deleteTree', path, () => this.#connection.deleteTree(path, signal), undefined, half);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }

  async #call<T>(
    method: TargetCall['method'],
    path: string,
    act: () => Promise<T>,
    lie: T,
    half = (): Promise<void> => Promise.resolve(),
  ): Promise<T> {
    const fault = this.#next(method, path);
    if (fault === 'half') await half();
    if (fault === 'drop' || fault === 'half') throw this.#lose();
    if (fault === 'lie') return lie;
    if (typeof fault === 'object' && fault !== null) await wait(fault.delayMs);
    const result = await act();
    if (fault === 'lose reply') throw this.#lose();
    return result;
  }

  #next(method: TargetCall['method'], path: string): Fault | null {
    if (this.#isLost) throw lost();
    return this.#target.next(method, path);
  }

  #lose(): AppError {
    this.#isLost = true;
    return lost();
  }

  async *#cut(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of chunks) {
      yield chunk.subarray(0, Math.ceil(chunk.length / 2));
      break;
    }
    throw this.#lose();
  }
}

/** The same bytes but one; one more when there are none. */
async function* changed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let isChanged = false;
  for await (const chunk of chunks) {
    const copy = Buffer.from(chunk);
    if (!isChanged && copy.length > 0) copy.writeUInt8(copy.readUInt8(0) ^ 1, 0);
    isChanged = true;
    yield copy;
  }
}
