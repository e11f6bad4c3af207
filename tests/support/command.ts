import { spawn } from 'node:child_process';

export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  /** stdout and stderr in the order of their arrival. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: NodeJS.ReadableStream;
}

/** Runs a program without a shell and resolves with its end, whatever its exit code. Ended by a signal counts as -1. */
export function runCommand(file: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandEnd> {
  const { promise, resolve, reject } = Promise.withResolvers<CommandEnd>();
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.on('error', reject);
  child.on('close', (code) => resolve({ code: code ?? -1, stdout, output }));
  if (options.input !== undefined && child.stdin !== null) {
    options.input.on('error', reject);
    child.stdin.on('error', reject);
    options.input.pipe(child.stdin);
  }
  return promise;
}

/** Like `runCommand`, but anything other than exit 0 rejects with what the program said. Resolves with its stdout. */
export async function expectCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const end = await runCommand(file, args, options);
  if (end.code !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${end.code}:\n${end.output.trim()}`);
  return end.stdout;
}
