import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

// From the request to end to the end by force.
const graceMs = 10_000;
// What a program has said may still be on its way when it has ended; a child of it may keep the pipe open for ever.
const lastWordsMs = 500;

/** How a program ended: its exit code, or the signal that ended it. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Hears every line of stdout and stderr, in the order of their arrival. */
  readonly onLine: (line: string) => void;
  /** Asks the program to end (SIGTERM), and ends it by force 10 s later. */
  readonly signal: AbortSignal;
  /** Whether it may read what the operator types. */
  readonly interactive: boolean;
}

/** Runs a program without a shell to its end; rejects only when it cannot be started at all. */
export async function runProgram(argv: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const [file = '', ...args] = argv;
  const { cwd, env, onLine, signal, interactive } = options;
  const child = spawn(file, args, { cwd, env, stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'] });
  const said = [child.stdout, child.stderr].map((stream) => readLines(stream, onLine));
  const forced = new AbortController();
  const end = (): void => {
    child.kill('SIGTERM');
    delay(graceMs, undefined, { signal: forced.signal }).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    );
  };
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    await once(child, 'exit');
    await Promise.race([Promise.all(said), delay(lastWordsMs)]);
    return { code: child.exitCode, signal: child.signalCode };
  } finally {
    signal.removeEventListener('abort', end);
    forced.abort();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

async function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) onLine(line);
  } catch {
    // A pipe that breaks has nothing more to say; how the program ended is told by its end.
  }
}

/** Where a program that `runProgram` would start is; null when there is none, or it may not be run. */
export async function findProgram(name: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const windows = process.platform === 'win32';
  const isPath = isAbsolute(name) || name.includes('/') || (windows && name.includes('\\'));
  const folders = isPath ? [cwd] : (env['PATH'] ?? env['Path'] ?? '').split(delimiter);
  const endings = windows ? ['', '.exe', '.com'] : [''];
  for (const folder of folders)
    for (const ending of endings) {
      const path = isPath ? resolve(folder, `${name}${ending}`) : join(folder, `${name}${ending}`);
      if (await isProgram(path)) return path;
    }
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
