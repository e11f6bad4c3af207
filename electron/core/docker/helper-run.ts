import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import type { Docker } from './client.ts';
import { inspectContainer, startContainer } from './containers.ts';
import { createHelper, type HelperOptions } from './helper-container.ts';

const shortestPollMs = 10;
const longestPollMs = 500;
const outputLimit = 4000;

export interface HelperRun extends Omit<HelperOptions, 'command'> {
  /** A script for `sh`; its arguments come as `$1`, `$2`, … */
  readonly script: string;
  readonly args?: readonly string[];
  readonly limitMs: number;
}

export interface HelperEnd {
  readonly exitCode: number;
  /** What it wrote, cut to a few lines. */
  readonly output: string;
}

/** Runs a script in a helper container until it ends. STALLED after `limitMs`. Any exit code resolves. */
export async function runHelper(docker: Docker, run: HelperRun): Promise<HelperEnd> {
  const command = ['sh', '-c', run.script, 'lifeboat', ...(run.args ?? [])];
  await using helper = await createHelper(docker, { ...run, command });
  await startContainer(docker, helper.id, run.signal);
  const deadline = performance.now() + run.limitMs;
  // Asking again and again notices an engine that hangs; one long wait would not.
  for (let pauseMs = shortestPollMs; performance.now() < deadline; pauseMs = Math.min(pauseMs * 2, longestPollMs)) {
    const { State: state } = await inspectContainer(docker, helper.id, run.signal);
    if (!state.Running) return { exitCode: state.ExitCode, output: await outputOf(docker, helper.id, run.signal) };
    await delay(pauseMs, undefined, run.signal ? { signal: run.signal } : {});
  }
  throw new AppError('STALLED', { what: 'helper container', seconds: Math.round(run.limitMs / 1000) });
}

async function outputOf(docker: Docker, id: string, signal: AbortSignal | undefined): Promise<string> {
  const query = { stdout: true, stderr: true, tail: '20' };
  const { body } = await docker.open({
    what: 'read a helper',
    method: 'GET',
    path: `/containers/${id}/logs`,
    query,
    signal,
  });
  return withoutFrames(await buffer(body))
    .toString('utf8')
    .trim()
    .slice(0, outputLimit);
}

/** The engine puts eight bytes before every piece: the stream's number and, at 4, the piece's length. */
function withoutFrames(framed: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= framed.length; ) {
    const length = framed.readUInt32BE(at + 4);
    pieces.push(framed.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces);
}
