import { findProgram, type ProgramEnd, runProgram } from '../child-program.ts';
import type { Endpoint } from './endpoint.ts';
import type { UpgradeCompose, UpgradeService } from '../../../shared/model/upgrade.ts';

const nobody = (): void => undefined;

/** How compose is called here. */
export interface ComposeProgram {
  readonly argv: readonly string[];
  /** Whether its `up` takes `--pull`; 1.x, which does not, pulls nothing that is there. */
  readonly takesPull: boolean;
}

/** What is written down for an operator. */
export const usualCompose: ComposeProgram = { argv: ['docker', 'compose'], takesPull: true };

/** `docker compose`, else `docker-compose`; null when neither is there. */
export async function findCompose(cwd: string, env: NodeJS.ProcessEnv): Promise<ComposeProgram | null> {
  const { signal } = new AbortController();
  if ((await findProgram('docker', cwd, env)) !== null) {
    const probe = ['docker', 'compose', 'version'];
    const { code } = await runProgram(probe, { cwd, env, onLine: nobody, signal, interactive: false });
    if (code === 0) return programOf(['docker', 'compose'], cwd, env);
  }
  return (await findProgram('docker-compose', cwd, env)) === null ? null : programOf(['docker-compose'], cwd, env);
}

async function programOf(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<ComposeProgram> {
  const { signal } = new AbortController();
  let takesPull = false;
  const onLine = (line: string): void => {
    if (/^\s+--pull\b/u.test(line)) takesPull = true;
  };
  await runProgram([...argv, 'up', '--help'], { cwd, env, onLine, signal, interactive: false });
  return { argv, takesPull };
}

/** `make` starts nothing, and `start` makes nothing anew; `up` does both. */
export type ComposeAct = 'make' | 'start' | 'up';

const flagsOf = { make: ['--no-start'], start: ['-d', '--no-recreate'], up: ['-d'] } as const;

/**
 * The command that makes and starts exactly these services as the project's files say, building and pulling nothing:
 * program and arguments. Also what an operator is told to run.
 */
export function composeUp(
  { argv, takesPull }: ComposeProgram,
  { project, files, directory }: UpgradeCompose,
  services: readonly UpgradeService[],
  act: ComposeAct,
): readonly string[] {
  const counts = Map.groupBy(services, ({ service }) => service);
  const scaled = [...counts].flatMap(([name, all]) => (all.length > 1 ? ['--scale', `${name}=${all.length}`] : []));
  return [
    ...argv,
    ...files.flatMap((file) => ['-f', file]),
    '--project-directory',
    directory,
    '-p',
    project,
    'up',
    ...flagsOf[act],
    '--no-build',
    // A name may stand for another image by now, and a file may say that it is always pulled.
    ...(takesPull ? ['--pull', 'never'] : []),
    '--no-deps',
    ...scaled,
    ...counts.keys(),
  ];
}

/** Runs compose in the project's folder, against the engine at `endpoint`. */
export function runCompose(
  argv: readonly string[],
  { directory }: UpgradeCompose,
  options: { readonly env: NodeJS.ProcessEnv; readonly endpoint: Endpoint; readonly onLine: (line: string) => void },
): Promise<ProgramEnd> {
  const { env, endpoint, onLine } = options;
  // Without a signal: half a project is worse than one that is late.
  const { signal } = new AbortController();
  return runProgram(argv, { cwd: directory, env: { ...env, ...hostOf(endpoint) }, onLine, signal, interactive: false });
}

/** The engine that was asked before, and no other that a context of the client may mean. */
function hostOf(endpoint: Endpoint): NodeJS.ProcessEnv {
  if (endpoint.kind !== 'tls') return { DOCKER_HOST: endpoint.text };
  return {
    DOCKER_HOST: `tcp://${endpoint.host}:${endpoint.port}`,
    DOCKER_TLS_VERIFY: '1',
    DOCKER_CERT_PATH: endpoint.certificates,
  };
}
