import { parentPort } from 'node:worker_threads';
import { AppError, reportOf } from '../errors.ts';
import type { WorkerReply } from './worker-line.ts';

/**
 * The worker's end of a `WorkerLine`: answers questions one after another. `tell` reports progress.
 * To be called once, at the top of a worker's file.
 */
export function answerQuestions<Question>(
  answer: (question: Question, tell: (value: number) => void) => unknown,
): void {
  const port = parentPort;
  if (port === null) throw new AppError('INTERNAL', { detail: 'this file runs in a worker only' });
  const say = (reply: WorkerReply): void => port.postMessage(reply);
  const tell = (event: number): void => say({ event });
  let last = Promise.resolve();
  port.on('message', (question: Question) => {
    last = last.then(async () => {
      try {
        say({ answer: await answer(question, tell) });
      } catch (error) {
        say({ error: reportOf(error) });
      }
    });
  });
}
