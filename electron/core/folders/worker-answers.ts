import { parentPort } from 'node:worker_threads';
import { AppError, reportOf } from '../errors.ts';
import type { WorkerReply } from './worker-line.ts';

if (parentPort === null) throw new AppError('INTERNAL', { detail: 'this file runs in a worker only' });

/** The worker's end of a `WorkerLine`: its questions are the messages. Each is to be answered by `answerWith`. */
export const questions = parentPort;

const say = (reply: WorkerReply<unknown>): void => questions.postMessage(reply, []);
const tell = (event: number): void => say({ event });
let last = Promise.resolve();

async function answerAfter(before: Promise<void>, act: (tell: (value: number) => void) => unknown): Promise<void> {
  await before;
  try {
    say({ answer: await act(tell) });
  } catch (error) {
    say({ error: reportOf(error) });
  }
}

/** Answers one question by what `act` returns or throws, after the questions before. `tell` reports progress. */
export function answerWith(act: (tell: (value: number) => void) => unknown): void {
  last = answerAfter(last, act);
}
