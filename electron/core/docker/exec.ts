import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import type { Docker } from './client.ts';
import { CreatedExec, ExecInspection } from './engine-answers.ts';
import { type ExecEnd, ExecStream } from './exec-stream.ts';

const endPollMs = 50;
const endLimitMs = 10_000;
const killLimitMs = 20_000;

/** A script for the `sh` of a running container. */
export interface ExecSpec {
  readonly containerId: string;
  /** A few words for errors, e.g. `dump shop`. */
  readonly what: string;
  /** Its arguments come as `$1`, `$2`, …; the container's own environment is there. No secret belongs in either. */
  readonly script: string;
  readonly args?: readonly string[];
  /** A user of the container; its own where none is given. */
  readonly user?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** Its standard input, which ends when this ends. Destroyed when the process ends before it was read. */
  readonly input?: Readable;
  readonly signal: AbortSignal;
}

/** A process in a container. The signal, or the destruction of `stdout`, kills it with all that it has started. */
export interface Exec {
  /** Ends when the process has ended, whatever its exit code; fails with what `ended` rejects with. */
  readonly stdout: Readable;
  /**
   * Resolves with any exit code. Rejects with DOCKER_LOST when the line broke, the signal's reason when it was
   * aborted, and then only after the process is gone.
   */
  readonly ended: Promise<ExecEnd>;
}

/**
 * Starts a script in a container. DOCKER_CALL_FAILED when the container does not run. Where the user or `sh` is not
 * there, some engines refuse so too; others let it end with 126 or 127 and say why in its output.
 */
export async function startExec(docker: Docker, spec: ExecSpec): Promise<Exec> {
  const { containerId, what, script, args = [], user, env = {}, input, signal } = spec;
  // The first line of the messages is the number of the process, which is that of its group too.
  const command = ['sh', '-c', `echo "$$" >&2\n${script}`, 'lifeboat', ...args];
  const { Id: id } = await docker.ask(
    {
      what,
      method: 'POST',
      path: `/containers/${containerId}/exec`,
      body: {
        AttachStdin: input !== undefined,
        AttachStdout: true,
        AttachStderr: true,
        Cmd: command,
        Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
        ...(user === undefined ? {} : { User: user }),
      },
      signal,
    },
    CreatedExec,
  );
  const line = await docker.attach({
    what,
    method: 'POST',
    path: `/exec/${id}/start`,
    body: { Detach: false, Tty: false },
    signal,
  });
  const stream = new ExecStream(line, {
    input: input ?? null,
    signal,
    isRunning: async () => (await inspectExec(docker, id, what)).Running,
    exitCode: async (isWhole) => exitCodeOf(docker, id, what, isWhole),
    kill: async (group) => killGroup(docker, { id, containerId, what, user, group }),
  });
  return { stdout: stream, ended: stream.ended };
}

/** A script with little output, to its end. As `startExec`. */
export async function runExec(docker: Docker, spec: ExecSpec): Promise<ExecEnd & { readonly stdout: string }> {
  const { stdout, ended } = await startExec(docker, spec);
  // Both are waited for, so that neither rejects unheard.
  const [output, end] = await Promise.all([buffer(stdout), ended]);
  return { ...end, stdout: output.toString('utf8') };
}

async function inspectExec(docker: Docker, id: string, what: string): Promise<ExecInspection> {
  return docker.ask({ what, method: 'GET', path: `/exec/${id}/json` }, ExecInspection);
}

/** The exit code is there a moment after the output's end. Where it does not come, the line broke and the process goes on. */
async function exitCodeOf(docker: Docker, id: string, what: string, isWhole: boolean): Promise<number> {
  const deadline = performance.now() + endLimitMs;
  for (;;) {
    const { Running: isRunning, ExitCode: exitCode } = await inspectExec(docker, id, what);
    if (isWhole && !isRunning && typeof exitCode === 'number') return exitCode;
    if (!isWhole || performance.now() > deadline) {
      throw new AppError('DOCKER_LOST', { endpoint: docker.endpoint.text, detail: `${what}: the line was cut` });
    }
    await delay(endPollMs);
  }
}

interface Doomed {
  readonly id: string;
  readonly containerId: string;
  readonly what: string;
  readonly user: string | undefined;
  readonly group: number;
}

/** Kills a process of a container with all that it has started, and waits until it is gone. */
async function killGroup(docker: Docker, { id, containerId, what, user, group }: Doomed): Promise<void> {
  const deadline = performance.now() + killLimitMs;
  while ((await inspectExec(docker, id, what)).Running) {
    if (performance.now() > deadline) throw new AppError('STALLED', { what, seconds: killLimitMs / 1000 });
    const created = await docker.ask(
      {
        what,
        method: 'POST',
        path: `/containers/${containerId}/exec`,
        body: { Cmd: ['sh', '-c', `kill -9 "-${group}"`], ...(user === undefined ? {} : { User: user }) },
      },
      CreatedExec,
    );
    await docker.tell({ what, method: 'POST', path: `/exec/${created.Id}/start`, body: { Detach: true } });
    await delay(endPollMs);
  }
}
