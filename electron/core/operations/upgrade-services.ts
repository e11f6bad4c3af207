import type { ServiceState } from '../../../shared/model/stack.ts';
import type { Upgrade, UpgradeService } from '../../../shared/model/upgrade.ts';
import type { Docker } from '../docker/client.ts';
import { composeUp, findCompose, runCompose } from '../docker/compose-program.ts';
import { waitHealthy } from '../docker/service-health.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { findStack, lookAt } from './stack-access.ts';

// How long the old version may take to be well again on its old data.
const healthLimitMs = 180_000;
const lastWords = 3;

/**
 * Has compose make and start the containers of the old definition, and looks that they run the images from before and
 * are well. UPGRADE_COMPOSE_MISSING, UPGRADE_COMMAND_FAILED, SERVICE_NOT_BACK. May run again.
 */
export async function startOldVersion(
  context: EngineContext,
  job: JobControl,
  { stackId, stack, compose, services }: Upgrade,
  docker: Docker,
): Promise<void> {
  if (compose === null || services.length === 0) return;
  job.progress.phase('starting');
  const program = await findCompose(compose.directory, context.env);
  if (program === null) throw new AppError('UPGRADE_COMPOSE_MISSING', { stack });
  const argv = composeUp(program, compose, services);
  await job.step('compose up', { argv }, async () => {
    const said: string[] = [];
    const onLine = (line: string): void => {
      said.push(line);
      job.log.info({ from: 'compose' }, line);
    };
    const { code, signal } = await runCompose(argv, compose, { env: context.env, endpoint: docker.endpoint, onLine });
    if (code === 0) return;
    const detail = [`exit code ${code ?? signal}`, ...said.slice(-lastWords)].join(' · ');
    throw new AppError('UPGRADE_COMMAND_FAILED', { command: argv.join(' '), detail });
  });
  const { state } = await lookAt(context, findStack(context, stackId));
  const own = state.services.filter(({ foreign, role }) => !foreign && role === 'long-running');
  assertOldImages(services, own);
  job.progress.phase('waiting-healthy');
  const sound = new Set(services.filter((service) => service.sound).map(({ service }) => service));
  await waitHealthy(
    docker,
    own.filter(({ service }) => sound.has(service)).map(({ containerId }) => containerId),
    { limitMs: healthLimitMs, signal: job.signal },
  );
}

/** As many containers as before of every service, and none of them on another image than before. */
function assertOldImages(before: readonly UpgradeService[], now: readonly ServiceState[]): void {
  const wrong: { readonly service: string; readonly detail: string }[] = [];
  for (const [service, old] of Map.groupBy(before, (one) => one.service)) {
    const running = now.filter((one) => one.service === service);
    const other = running.find(({ imageId }) => !old.some((one) => one.imageId === imageId));
    if (running.length < old.length)
      wrong.push({ service, detail: `${service}: ${running.length} of ${old.length} containers run` });
    else if (other !== undefined)
      wrong.push({ service, detail: `${service}: runs ${other.imageId} instead of ${old[0]?.imageId}` });
  }
  if (wrong.length > 0)
    throw new AppError('SERVICE_NOT_BACK', {
      services: wrong.map(({ service }) => service).join(', '),
      detail: wrong.map(({ detail }) => detail).join('; '),
    });
}
