import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expectCommand } from './command.ts';
import { tempFolder } from './temp-folder.ts';
import { until } from './until.ts';

/** A private Docker daemon with its own socket, data and processes. Disposal ends all of it. */
export interface DockerEngine extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** An empty folder that goes when the engine goes, with what is mounted in it. */
  readonly scratch: string;
  /** Kills the daemon as a crash would (containers keep running) and waits until it is gone. */
  crash(): Promise<void>;
  /** Starts the daemon again on the same data after `crash`. */
  restart(): Promise<void>;
  /** Ends the daemon and all containers at once, as a machine that loses its power, and starts the daemon again. */
  reboot(): Promise<void>;
}

/** About a second. Needs root and the packages of `requirements.ts`. */
export async function startDockerEngine(): Promise<DockerEngine> {
  const folder = await tempFolder('lbd');
  await mkdir(join(folder.path, 't'));
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'docker-guard.ts'), folder.path], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(guard, 'exit');
  const answers = createInterface({ input: guard.stdout })[Symbol.asyncIterator]();
  let pid = 0;
  const begin = async (how: 'start' | 'reboot'): Promise<void> => {
    guard.stdin.write(`${how}\n`);
    const answer = await answers.next();
    const said = answer.done === true ? { failure: 'the guard ended' } : parseAnswer(answer.value);
    if ('failure' in said) throw new Error(`the private Docker daemon does not start: ${said.failure}`);
    ({ pid } = said);
  };
  const engine: DockerEngine = {
    host: `unix://${folder.path}/s`,
    scratch: join(folder.path, 't'),
    crash: async () => {
      process.kill(pid, 'SIGKILL');
      await until('dockerd is gone', () => Promise.resolve(isAlive(pid) ? null : true));
    },
    restart: () => begin('start'),
    reboot: () => begin('reboot'),
    [Symbol.asyncDispose]: async () => {
      guard.stdin.end();
      await ended;
      await folder[Symbol.asyncDispose]();
    },
  };
  try {
    await engine.restart();
    return engine;
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

/** Runs the docker client against an engine; resolves with its stdout. */
export function docker(host: string, ...args: readonly string[]): Promise<string> {
  return expectCommand('docker', args, { env: { DOCKER_HOST: host } });
}

function parseAnswer(line: string): { readonly pid: number } | { readonly failure: string } {
  const answer: unknown = JSON.parse(line);
  if (typeof answer !== 'object' || answer === null) return { failure: line };
  if ('pid' in answer && typeof answer.pid === 'number') return { pid: answer.pid };
  return { failure: 'failure' in answer ? String(answer.failure) : line };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
