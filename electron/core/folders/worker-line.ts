import { type Transferable, Worker } from 'node:worker_threads';
import type { ErrorReport } from '../../../shared/errors.ts';
import { AppError } from '../errors.ts';

/** What a worker of this folder says. Answers come in the order of the questions. */
export type WorkerReply<Answer> =
  | { readonly answer: Answer }
  | { readonly error: ErrorReport }
  | { readonly event: number };

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A line to one worker thread: questions out, answers back. Disposing ends the thread at once. */
export interface WorkerLine<Question, Answer> extends AsyncDisposable {
  /** Rejects with the worker's `AppError`, or with the signal's reason after an abort. */
  ask(question: Question, transfer?: readonly Transferable[]): Promise<Answer>;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException(String(reason), 'AbortError');
}

/** Starts `file` as a worker. `onEvent` hears the numbers that it reports while it works. */
export function openWorkerLine<Question, Answer>(
  file: URL,
  signal: AbortSignal | null,
  onEvent: (value: number) => void = () => undefined,
): WorkerLine<Question, Answer> {
  signal?.throwIfAborted();
  const worker = new Worker(file);
  const waiting: Waiting<Answer>[] = [];
  let broken: Error | null = null;
  const fail = (reason: unknown): void => {
    broken ??= asError(reason);
    for (const { reject } of waiting.splice(0)) reject(broken);
  };
  // The one who asked disposes of the line then, and that ends the thread.
  const abort = (): void => fail(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  worker.on('message', (reply: WorkerReply<Answer>) => {
    if ('event' in reply) onEvent(reply.event);
    else if ('error' in reply) waiting.shift()?.reject(new AppError(reply.error.code, reply.error.params));
    else waiting.shift()?.resolve(reply.answer);
  });
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new AppError('INTERNAL', { detail: `a worker ended with ${code}` })));
  return {
    ask: (question, transfer = []) =>
      new Promise((resolve, reject) => {
        if (broken !== null) {
          reject(broken);
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
