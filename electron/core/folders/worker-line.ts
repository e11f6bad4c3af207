import { type Transferable, Worker } from 'node:worker_threads';
import type { ErrorReport } from '../../../shared/errors.ts';
import { AppError } from '../errors.ts';

/** What a worker of this folder says. Answers come in the order of the questions. */
export type WorkerReply = { readonly answer: unknown } | { readonly error: ErrorReport } | { readonly event: number };

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** A line to one worker thread: questions out, answers back. Disposing ends the thread at once. */
export interface WorkerLine extends AsyncDisposable {
  /** Rejects with the worker's `AppError`, or with the signal's reason after an abort. */
  ask(question: unknown, transfer?: readonly Transferable[]): Promise<unknown>;
}

/** Starts `file` as a worker. `onEvent` hears the numbers that it reports while it works. */
export function openWorkerLine(
  file: URL,
  workerData: unknown,
  signal: AbortSignal | null,
  onEvent: (value: number) => void = () => undefined,
): WorkerLine {
  signal?.throwIfAborted();
  const worker = new Worker(file, { workerData });
  const waiting: Waiting[] = [];
  let broken: { reason: unknown } | null = null;
  const fail = (reason: unknown): void => {
    broken ??= { reason };
    for (const { reject } of waiting.splice(0)) reject(reason);
  };
  const abort = (): void => {
    fail(signal?.reason);
    void worker.terminate();
  };
  signal?.addEventListener('abort', abort, { once: true });
  worker.on('message', (reply: WorkerReply) => {
    if ('event' in reply) onEvent(reply.event);
    else if ('error' in reply)
      waiting.shift()?.reject(new AppError(reply.error.code, reply.error.params as AppError['params']));
    else waiting.shift()?.resolve(reply.answer);
  });
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new AppError('INTERNAL', { detail: `a worker ended with ${code}` })));
  return {
    ask: (question, transfer = []) =>
      new Promise((resolve, reject) => {
        if (broken !== null) {
          reject(broken.reason);
          return;
        }
        waiting.push({ resolve, reject });
        worker.postMessage(question, transfer);
      }),
    [Symbol.asyncDispose]: async () => {
      signal?.removeEventListener('abort', abort);
      await worker.terminate();
    },
  };
}
