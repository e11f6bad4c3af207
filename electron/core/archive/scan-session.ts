import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { AppError, rebuildError } from '../errors.ts';
import type { FromScanWorker, ScanSummary, ScanTask, ToScanWorker } from './scan-messages.ts';
import { freeBuffer } from './spent-buffer.ts';
import { chunksOf } from '../byte-stream.ts';

/** Where the results of a scan go. Each call is awaited before the next. */
export interface ScanOutput {
  /** `spent` must be called when `frame` is not needed any more. */
  frame(frame: Uint8Array, spent: () => void): Promise<void>;
  index(text: string): Promise<void>;
}

const chunkBytes = 1024 * 1024;
const chunksAway = 4;
// Longer than any disk or daemon takes for one frame: after this the part is given up, never waited for.
const stallMs = 120_000;

// What a scan makes dies young: V8 would let room for it grow to 48 MiB, and find no more of it alive than in this.
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

// Workers that have finished a part wait here for the next one: starting one costs more than a small part.
const idle: Worker[] = [];

function takeWorker(): Worker {
  return idle.pop() ?? new Worker(new URL('./scan-worker.ts', import.meta.url), { name: 'scan', resourceLimits });
}

/** Starts workers ahead of time, so that none has to start while services are stopped. */
export function warmScanWorkers(count: number): void {
  while (idle.length < count) {
    const worker = takeWorker();
    worker.unref();
    idle.push(worker);
  }
}

/** One part's scan in a worker. Construct, then `run` once. */
class ScanSession {
  readonly #worker: Worker;
  readonly #output: ScanOutput;
  readonly #end = Promise.withResolvers<ScanSummary>();
  readonly #free: SharedArrayBuffer[] = Array.from({ length: chunksAway }, () => new SharedArrayBuffer(chunkBytes));
  #tail: Promise<void> = Promise.resolve();
  #wake: (() => void) | null = null;
  #watchdog: NodeJS.Timeout | undefined;
  #part: string;
  /** The output is at work on a frame: a throttle may hold that for long, and nobody else is to blame meanwhile. */
  #passing = false;
  /** What is still on its way when a part has failed goes nowhere, and must not keep the process alive. */
  #over = false;

  constructor(task: ScanTask, output: ScanOutput) {
    this.#worker = takeWorker();
    this.#output = output;
    this.#part = task.part;
    this.#worker.ref();
    this.#worker.on('message', this.#hear);
    this.#worker.on('error', this.#fail);
    this.#end.promise.catch(() => undefined);
    this.#say({ type: 'task', task });
  }

  async run(stream: Readable | null, signal: AbortSignal): Promise<ScanSummary> {
    const abort = () => this.#fail(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    this.#watch();
    let whole = false;
    try {
      if (stream !== null) this.#feed(stream).catch(this.#fail);
      const summary = await this.#end.promise;
      whole = true;
      return summary;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#over = true;
      clearTimeout(this.#watchdog);
      stream?.destroy();
      await this.#release(whole);
    }
  }

  /** Keeps a worker that has finished for the next part; one that failed is ended with all it holds. */
  async #release(whole: boolean): Promise<void> {
    this.#worker.off('message', this.#hear);
    this.#worker.off('error', this.#fail);
    if (!whole) {
      await this.#worker.terminate();
      return;
    }
    this.#worker.unref();
    idle.push(this.#worker);
  }

  #say(message: ToScanWorker): void {
    this.#worker.postMessage(message);
  }

  readonly #fail = (error: unknown): void => this.#end.reject(error);

  readonly #hear = (message: FromScanWorker): void => {
    this.#watch();
    if (message.type === 'taken') {
      this.#free.push(message.buffer);
      this.#wake?.();
    } else if (message.type === 'failed') {
      this.#fail(rebuildError(message.report));
    } else {
      this.#tail = this.#tail.then(async () => this.#pass(message));
      this.#tail.catch(this.#fail);
    }
  };

  async #pass(message: Extract<FromScanWorker, { type: 'frame' | 'index' | 'done' }>): Promise<void> {
    if (this.#over) return;
    if (message.type === 'index') return this.#output.index(message.text);
    if (message.type === 'done') return this.#end.resolve(message.summary);
    const { buffer, length } = message;
    this.#passing = true;
    try {
      await this.#output.frame(new Uint8Array(buffer, 0, length), () => this.#say({ type: 'spent', buffer }));
    } finally {
      this.#passing = false;
    }
    this.#watch();
  }

  readonly #bark = (): void => {
    if (this.#passing) this.#watch();
    else this.#fail(new AppError('STALLED', { what: this.#part, seconds: stallMs / 1000 }));
  };

  async #feed(stream: Readable): Promise<void> {
    let buffer = await this.#emptyBuffer();
    let fill = 0;
    for await (const bytes of chunksOf(stream)) {
      for (let at = 0; at < bytes.length; ) {
        const length = Math.min(bytes.length - at, chunkBytes - fill);
        new Uint8Array(buffer).set(bytes.subarray(at, at + length), fill);
        fill += length;
        at += length;
        if (fill < chunkBytes) continue;
        this.#say({ type: 'chunk', buffer, length: fill });
        buffer = await this.#emptyBuffer();
        fill = 0;
      }
      freeBuffer(bytes);
    }
    if (fill > 0) this.#say({ type: 'chunk', buffer, length: fill });
    this.#say({ type: 'end' });
  }

  async #emptyBuffer(): Promise<SharedArrayBuffer> {
    for (;;) {
      const buffer = this.#free.pop();
      if (buffer !== undefined) return buffer;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    if (!this.#over) this.#watchdog = setTimeout(this.#bark, stallMs);
  }
}

/**
 * Scans one part in a worker: a folder that the worker reads itself, or the bytes of `stream` (plain tar),
 * which is destroyed at the end. Rejects with the first failure of source, scanner or output; STALLED when
 * nothing moves for two minutes.
 */
export async function scanTar(
  task: ScanTask,
  stream: Readable | null,
  output: ScanOutput,
  signal: AbortSignal,
): Promise<ScanSummary> {
  return new ScanSession(task, output).run(stream, signal);
}
