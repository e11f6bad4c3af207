import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type CliEnd, startCli } from '../../support/cli.ts';
import type { Point } from './points.ts';

const preload = fileURLToPath(new URL('preload.ts', import.meta.url));

export interface VictimOptions {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** A file for the names of the points; made anew. */
  readonly log: string;
}

export interface Victim {
  readonly killed: boolean;
  readonly end: CliEnd;
  /** Every point that it has passed, by name. */
  readonly passed: readonly string[];
}

/**
 * Runs one command that dies at a point; to its end when none is given, or when it never comes there. Rejects when it
 * gave a name to what a power cut could still take away.
 */
export async function runVictim(
  args: readonly string[],
  point: Pick<Point, 'n' | 'when'> | null,
  { home, env, log }: VictimOptions,
): Promise<Victim> {
  await rm(log, { force: true });
  const hook = {
    NODE_OPTIONS: `--import=${preload}`,
    LIFEBOAT_KILL_LOG: log,
    ...(point === null ? {} : { LIFEBOAT_KILL_AT: `${point.n} ${point.when}` }),
  };
  const end = await startCli(args, { home, env: { ...env, ...hook } }).end;
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const fault = lines.find((line) => line.startsWith('FAULT '));
  if (fault !== undefined) throw new Error(fault);
  return { killed: end.signal === 'SIGKILL', end, passed: lines };
}
