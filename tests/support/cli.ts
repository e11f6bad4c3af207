import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface CliOptions {
  /** LIFEBOAT_HOME. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The process is killed after this time, and `end` rejects. */
  readonly limitMs?: number;
}

export interface CliEnd {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The one JSON document on stdout; throws with everything that was said when stdout is not exactly that. */
  json(): unknown;
}

/** A terminal command that runs as a process of its own, as users and operating systems treat it. */
export interface RunningCli {
  readonly pid: number;
  readonly end: Promise<CliEnd>;
  /** Resolves with the first match in what stderr has said or will say; rejects when the process ends without it. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
}

const entry = join(import.meta.dirname, '../../electron/cli/main.ts');

/** Starts `lifeboat` with these arguments on this Node. Colour and language are fixed unless `env` says otherwise. */
export function startCli(args: readonly string[], options: CliOptions): RunningCli {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', LANG: 'en_US.UTF-8', LIFEBOAT_HOME: options.home, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const limitMs = options.limitMs ?? 120_000;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, limitMs);
  const everything = (): string => `lifeboat ${args.join(' ')}\nstdout: ${stdout}\nstderr: ${stderr}`;
  const closed = once(child, 'close');

  async function ending(): Promise<CliEnd> {
    await closed;
    clearTimeout(timer);
    if (late) throw new Error(`not done within ${limitMs} ms: ${everything()}`);
    return {
      code: child.exitCode,
      signal: child.signalCode,
      stdout,
      stderr,
      json: () => {
        try {
          const document: unknown = JSON.parse(stdout);
          return document;
        } catch (error) {
          throw new Error(`stdout is not one JSON document: ${everything()}`, { cause: error });
        }
      },
    };
  }

  return {
    pid: child.pid ?? 0,
    end: ending(),
    signal: (name) => child.kill(name),
    said: async (pattern) => {
      for (;;) {
        const match = pattern.exec(stderr);
        if (match !== null) return match;
        if (child.stderr.readableEnded) throw new Error(`never said ${String(pattern)}: ${everything()}`);
        const waiting = new AbortController();
        const options = { signal: waiting.signal };
        await Promise.race([once(child.stderr, 'data', options), once(child.stderr, 'end', options)]);
        waiting.abort();
      }
    },
  };
}

/** Runs one command to its end. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliEnd> {
  return startCli(args, options).end;
}
