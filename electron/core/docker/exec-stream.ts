import { type Duplex, finished, Readable } from 'node:stream';
import { callbackify } from 'node:util';
import { AppError } from '../errors.ts';
import { StreamFrames } from './stream-frames.ts';

const bufferBytes = 4 * 1024 * 1024;
const messageLimit = 4000;
/** A process may be silent for long; what has to answer is the engine. */
const lookEveryMs = 15_000;
/** How long a process that is to be killed may take to say its number. */
const numberLimitMs = 10_000;

/** How a process in a container ended. */
export interface ExecEnd {
  readonly exitCode: number;
  /** The last few thousand characters. */
  readonly stderr: string;
}

interface Wiring {
  readonly input: Readable | null;
  readonly signal: AbortSignal;
  readonly isRunning: () => Promise<boolean>;
  /** After the line's end; fails when the process goes on, or its output did not come whole. */
  readonly exitCode: (isWhole: boolean) => Promise<number>;
  /** Ends the process group with this number, and waits until it is gone. */
  readonly kill: (group: number) => Promise<void>;
}

/** The standard output of a process in a container, made of the line that its engine gave. See `Exec`. */
export class ExecStream extends Readable {
  readonly ended: Promise<ExecEnd>;
  readonly #line: Duplex;
  readonly #wiring: Wiring;
  readonly #frames: StreamFrames;
  readonly #settle = Promise.withResolvers<ExecEnd>();
  readonly #group = Promise.withResolvers<number>();
  readonly #watch: NodeJS.Timeout;
  #messages = '';
  #isNumbered = false;
  #isOver = false;
  #hasEnded = false;

  constructor(line: Duplex, wiring: Wiring) {
    super({ highWaterMark: bufferBytes });
    this.#line = line;
    this.#wiring = wiring;
    this.ended = this.#settle.promise;
    // It may fail before its reader has begun to look at either.
    this.ended.catch(() => undefined);
    this.#group.promise.catch(() => undefined);
    this.on('error', () => undefined);
    this.#frames = new StreamFrames({ out: (piece) => this.#hearOut(piece), err: (piece) => this.#hearErr(piece) });
    this.#watch = setInterval(() => {
      wiring.isRunning().catch((error: unknown) => this.destroy(asError(error)));
    }, lookEveryMs);
    wiring.signal.addEventListener('abort', this.#abort, { once: true });
    line.on('data', (chunk: Buffer) => this.#frames.feed(chunk));
    line.on('end', () => this.#finish());
    // Also without an end: a line that broke.
    line.on('close', () => this.#finish());
    line.on('error', () => this.#finish());
    this.#feed();
    if (wiring.signal.aborted) this.#abort();
  }

  override _read(): void {
    this.#line.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    callbackify(() => this.#giveUp(error))((failure) => done(error ?? failure));
  }

  #feed(): void {
    const { input } = this.#wiring;
    if (input === null) return;
    // Also of one that had failed before it came here. That the process wanted no more of it is no failure.
    finished(input, { writable: false }, (error) => {
      if (error && !this.#isOver) this.destroy(error);
    });
    input.pipe(this.#line);
  }

  #hearOut(piece: Buffer): void {
    if (!this.push(piece) && !this.destroyed) this.#line.pause();
  }

  #hearErr(piece: Buffer): void {
    this.#messages += piece.toString('utf8');
    const end = this.#messages.indexOf('\n');
    const number = end < 0 ? null : /^\d+$/u.exec(this.#messages.slice(0, end));
    if (number !== null && !this.#isNumbered) {
      this.#isNumbered = true;
      this.#group.resolve(Number(number[0]));
      this.#messages = this.#messages.slice(end + 1);
    }
    if (this.#isNumbered) this.#messages = this.#messages.slice(-messageLimit);
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cleanUp();
    this.#conclude().catch((error: unknown) => this.destroy(asError(error)));
  }

  async #conclude(): Promise<void> {
    const exitCode = await this.#wiring.exitCode(this.#frames.isWhole);
    this.#hasEnded = true;
    this.#settle.resolve({ exitCode, stderr: this.#messages.trim() });
    this.push(null);
  }

  readonly #abort = (): void => {
    this.destroy(asError(this.#wiring.signal.reason));
  };

  /** A process that has not ended is killed before anybody hears that it is over. */
  async #giveUp(error: Error | null): Promise<void> {
    if (this.#hasEnded) return;
    const reason = error ?? new AppError('JOB_CANCELLED', {});
    this.#isOver = true;
    try {
      await this.#killIfKnown();
    } finally {
      this.#cleanUp();
      this.#line.destroy();
      this.#settle.reject(reason);
    }
  }

  async #killIfKnown(): Promise<void> {
    // The line is still read: the number may not have come yet.
    this.#line.resume();
    const timer = setTimeout(() => this.#group.reject(new Error('no number')), numberLimitMs);
    this.#line.once('close', () => this.#group.reject(new Error('the line ended')));
    try {
      const group = await this.#group.promise.catch(() => null);
      if (group !== null) await this.#wiring.kill(group);
    } finally {
      clearTimeout(timer);
    }
  }

  #cleanUp(): void {
    clearInterval(this.#watch);
    this.#wiring.signal.removeEventListener('abort', this.#abort);
    const { input } = this.#wiring;
    input?.unpipe(this.#line);
    input?.destroy();
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
