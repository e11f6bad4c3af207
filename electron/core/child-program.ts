import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

// From the request to end to the end by force.
const graceMs = 10_000;
// What a program has said may still be on its way when it has ended; a child of it may keep the pipe open for ever.
const lastWordsMs = 500;
// How long what was ended by force may keep the pipe open, before it counts as alive.
const lingerMs = 120_000;
const groupPollMs = 100;
// A question to the operator ends with no line.
const questionMs = 300;

/** How a program ended: its exit code, or the signal that ended it. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It was ended before its time, and something that it has started goes on all the same. */
  readonly lingers: boolean;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Hears every line of stdout and stderr, in the order of their arrival; what may be a question before its line ends. */
  readonly onLine: (line: string) => void;
  /** Asks the program and all that it has started to end (SIGTERM), and ends them by force 10 s later. */
  readonly signal: AbortSignal;
  /** Whether it may read what the operator types. */
  readonly interactive: boolean;
}

/** Runs a program without a shell to its end; rejects only when it cannot be started at all. */
export async function runProgram(argv: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const [file = '', ...args] = argv;
  const { cwd, env, onLine, signal, interactive } = options;
  // Who is not in the terminal's foreground group cannot read what is typed there.
  const grouped = process.platform !== 'win32' && !(interactive && process.stdin.isTTY);
  const stdin = interactive ? 'inherit' : 'ignore';
  const child = spawn(file, args, { cwd, env, stdio: [stdin, 'pipe', 'pipe'], detached: grouped });
  const said = Promise.all([child.stdout, child.stderr].map((stream) => readLines(stream, onLine, interactive)));
  const group = grouped && child.pid !== undefined ? child.pid : null;
  const tell = (name: NodeJS.Signals): void => {
    if (group === null) child.kill(name);
    else signalGroup(group, name);
  };
  const forced = new AbortController();
  const end = (): void => {
    const others = group === null && child.pid !== undefined ? endDescendants(child.pid) : Promise.resolve();
    others.then(
      () => tell('SIGTERM'),
      () => undefined,
    );
    delay(graceMs, undefined, { signal: forced.signal }).then(
      () => tell('SIGKILL'),
      () => undefined,
    );
  };
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    await once(child, 'exit');
    let lingers = false;
    if (signal.aborted) {
      const gone = Promise.all([said, group === null ? null : groupEnds(group, forced.signal)]);
      if (!(await isWithin(gone, graceMs))) tell('SIGKILL');
      lingers = !(await isWithin(said, lingerMs));
    } else {
      await isWithin(said, lastWordsMs);
    }
    return { code: child.exitCode, signal: child.signalCode, lingers };
  } finally {
    signal.removeEventListener('abort', end);
    forced.abort();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** False when there is no such group any more. */
function signalGroup(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}

async function groupEnds(group: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && signalGroup(group, 0)) await delay(groupPollMs);
}

/** In a terminal a program shares the group of ours: what it has started is found by its parents. */
async function endDescendants(pid: number): Promise<void> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
    const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/u).map(Number));
    const family = new Set([pid]);
    // Parents may be listed after their children.
    for (let before = 0; before < family.size; ) {
      before = family.size;
      for (const [one = 0, parent = 0] of rows) if (family.has(parent)) family.add(one);
    }
    family.delete(pid);
    for (const one of family) process.kill(one, 'SIGTERM');
  } catch {
    // Without `ps`, or when one has just ended: what goes on keeps the pipe open, and is told so.
  }
}

async function isWithin(what: Promise<unknown>, ms: number): Promise<boolean> {
  const late = new AbortController();
  try {
    return await Promise.race([what.then(() => true), delay(ms, false, { signal: late.signal }).catch(() => false)]);
  } finally {
    late.abort();
  }
}

async function readLines(stream: Readable, onLine: (line: string) => void, interactive: boolean): Promise<void> {
  let rest = '';
  let question: NodeJS.Timeout | undefined;
  const flush = (): void => {
    if (rest !== '') onLine(rest.replace(/\r$/u, ''));
    rest = '';
  };
  try {
    for await (const text of stream.setEncoding('utf8')) {
      clearTimeout(question);
      // The other half of a line's end may come with the next bytes.
      const lines = `${rest}${text}`.split(/\r\n|\n|\r(?!$)/u);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      if (interactive) question = setTimeout(flush, questionMs);
    }
  } catch {
    // A pipe that breaks has nothing more to say; how the program ended is told by its end.
  } finally {
    clearTimeout(question);
  }
  flush();
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
