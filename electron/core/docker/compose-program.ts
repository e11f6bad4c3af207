import { findProgram, type ProgramEnd, runProgram } from '../child-program.ts';
import type { Endpoint } from './endpoint.ts';
import type { UpgradeCompose, UpgradeService } from '../../../shared/model/upgrade.ts';

const nobody = (): void => undefined;

/** How compose is called here: `docker compose`, else `docker-compose`; null when neither is there. */
export async function findCompose(cwd: string, env: NodeJS.ProcessEnv): Promise<readonly string[] | null> {
  const { signal } = new AbortController();
  if ((await findProgram('docker', cwd, env)) !== null) {
    const probe = ['docker', 'compose', 'version'];
    const { code } = await runProgram(probe, { cwd, env, onLine: nobody, signal, interactive: false });
    if (code === 0) return ['docker', 'compose'];
  }
  return (await findProgram('docker-compose', cwd, env)) === null ? null : ['docker-compose'];
}

/**
 * The command that makes and starts exactly these services as the project's files say, building nothing: program
 * and arguments. Also what an operator is told to run.
 */
export function composeUp(
  program: readonly string[],
  { project, files, directory }: UpgradeCompose,
  services: readonly UpgradeService[],
): readonly string[] {
  const counts = Map.groupBy(services, ({ service }) => service);
  const scaled = [...counts].flatMap(([name, all]) => (all.length > 1 ? ['--scale', `${name}=${all.length}`] : []));
  return [
    ...program,
    ...files.flatMap((file) => ['-f', file]),
    '--project-directory',
    directory,
    '-p',
    project,
    'up',
    '-d',
    '--no-build',
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
