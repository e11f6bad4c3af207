import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import { AppError } from '../errors.ts';
import { dockerFailure } from './docker-failure.ts';
import type { Endpoint } from './endpoint.ts';

/** How long a stream may wait for the engine's next bytes. */
const stallLimitMs = 60_000;

const bufferBytes = 4 * 1024 * 1024;

export interface GuardOptions {
  readonly endpoint: Endpoint;
  /** A few words for STALLED, e.g. `read volume pgdata`. */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
  readonly limitMs?: number | undefined;
}

/** An answer whose headers are there, and what has to be given back when its body has been read or given up. */
export interface OpenAnswer {
  readonly response: IncomingMessage;
  readonly release?: () => Promise<void>;
}

/**
 * The body of an answer as a stream that cannot lie about its end: cut short it fails with DOCKER_LOST,
 * silent for too long with STALLED. Only waiting for the engine counts, not a slow reader. `open` runs
 * at once; the stream closes after `release`.
 */
export function guardedStream(open: () => Promise<OpenAnswer>, options: GuardOptions): Readable {
  return new GuardedStream(open, options);
}

// Events and not an async generator: at 64 KiB a chunk that costs half of the speed.
class GuardedStream extends Readable {
  readonly #open: () => Promise<OpenAnswer>;
  readonly #options: GuardOptions;
  readonly #limitMs: number;
  #answer: OpenAnswer | null = null;
  #watchdog: NodeJS.Timeout | null = null;
  #reading = false;

  constructor(open: () => Promise<OpenAnswer>, options: GuardOptions) {
    super({ highWaterMark: bufferBytes });
    this.#open = open;
    this.#options = options;
    this.#limitMs = options.limitMs ?? stallLimitMs;
    // It may fail before its reader has begun. The reader is told then; without this the process would end at once.
    this.on('error', () => undefined);
  }

  override _construct(done: (error?: Error | null) => void): void {
    callbackify(() => this.#begin())(done);
  }

  override _read(): void {
    this.#reading = true;
    this.#watchdog?.refresh();
    this.#answer?.response.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // What failed first is what has to be known.
    callbackify(() => this.#giveBack())((failure) => done(error ?? failure));
  }

  async #begin(): Promise<void> {
    this.#answer = await this.#open();
    this.#listen(this.#answer.response);
  }

  async #giveBack(): Promise<void> {
    if (this.#watchdog) clearTimeout(this.#watchdog);
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#answer?.response.destroy();
    await this.#answer?.release?.();
  }

  #listen(response: IncomingMessage): void {
    const { signal } = this.#options;
    this.#watchdog = setTimeout(() => this.#bark(), this.#limitMs);
    signal?.addEventListener('abort', this.#abort, { once: true });
    if (signal?.aborted === true) this.#abort();
    response.on('data', (chunk: Buffer) => {
      this.#watchdog?.refresh();
      if (this.push(chunk)) return;
      this.#reading = false;
      response.pause();
    });
    response.on('end', () => {
      if (!response.complete) return;
      if (this.#watchdog) clearTimeout(this.#watchdog);
      this.push(null);
    });
    response.on('error', (error) => this.destroy(this.#explain(error)));
    // Some ends of a connection look like the end of the answer.
    response.on('close', () => {
      if (!response.complete) this.destroy(this.#cutShort());
    });
    if (response.destroyed && !response.complete) this.destroy(this.#cutShort());
    response.pause();
  }

  #bark(): void {
    const seconds = Math.round(this.#limitMs / 1000);
    if (this.#reading) this.destroy(new AppError('STALLED', { what: this.#options.what, seconds }));
    else this.#watchdog?.refresh();
  }

  readonly #abort = (): void => {
    this.destroy(this.#explain(this.#options.signal?.reason));
  };

  #explain(error: unknown): Error {
    const { signal, endpoint, what } = this.#options;
    if (signal?.aborted === true && signal.reason instanceof Error) return signal.reason;
    return dockerFailure(error, endpoint, what);
  }

  #cutShort(): Error {
    const { endpoint, what } = this.#options;
    return new AppError('DOCKER_LOST', { endpoint: endpoint.text, detail: `${what}: the answer was cut short` });
  }
}
