import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectCommand } from '../support/command.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** What a command took. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time of the command and all its children. */
  readonly cpuMs: number;
  /** Largest resident set (VmHWM) of any single one of its processes. */
  readonly peakBytes: number;
}

export interface Timed extends Cost {
  /** Milliseconds since the epoch at which the process was started. */
  readonly startedAt: number;
  readonly stdout: string;
}

/** Runs a command under GNU time. What earlier commands wrote is flushed first and cannot cost this one anything. */
export async function timed(
  command: readonly [string, ...string[]],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Timed> {
  await using folder = await tempFolder('lbt');
  const report = join(folder.path, 'report');
  await expectCommand('sync', []);
  const startedAt = Date.now();
  const began = performance.now();
  const stdout = await expectCommand('time', ['-o', report, '-f', '%U %S %M', '--', ...command], options);
  const wallMs = performance.now() - began;
  const [user = 0, system = 0, peakKib = 0] = (await readFile(report, 'utf8')).trim().split(' ').map(Number);
  return { startedAt, stdout, wallMs, cpuMs: (user + system) * 1000, peakBytes: peakKib * 1024 };
}

/**
 * Two programs and the pipe between them, which a shell makes because Node's own pipes are sockets and slower.
 * The script's `$1`, `$2` … are the operands.
 */
export function timedPipe(script: string, ...operands: readonly string[]): Promise<Timed> {
  return timed(['bash', '-o', 'pipefail', '-c', script, 'bash', ...operands]);
}
