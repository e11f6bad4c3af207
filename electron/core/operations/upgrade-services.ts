import type { ServiceState } from '../../../shared/model/stack.ts';
import type { Upgrade, UpgradeCompose, UpgradeService } from '../../../shared/model/upgrade.ts';
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
 * Has compose make the containers of the old definition, looks that they are of the images from before, has them
 * started, and looks that they are well. UPGRADE_COMPOSE_MISSING, UPGRADE_COMMAND_FAILED, SERVICE_NOT_BACK. May run again.
 */
export async function startOldVersion(
  context: EngineContext,
  job: JobControl,
  upgrade: Upgrade,
  docker: Docker,
): Promise<void> {
  const { stackId, stack, compose, services, idle } = upgrade;
  if (compose === null || services.length === 0) return;
  job.progress.phase('starting');
  const program = await findCompose(compose.directory, context.env);
  if (program === null) throw new AppError('UPGRADE_COMPOSE_MISSING', { stack });
  const own = async (): Promise<ServiceState[]> => {
    const { state } = await lookAt(context, findStack(context, stackId));
    return state.services.filter(({ foreign }) => !foreign);
  };
  await runStep(context, job, composeUp(program, compose, services, 'make'), compose, docker);
  // A new version that ran on the old data, be it for a second, might have migrated it.
  refuse(
    otherImages(
      services,
      (await own()).filter((one) => one.state === 'created' && !idle.includes(one.containerId)),
    ),
  );
  await runStep(context, job, composeUp(program, compose, services, 'start'), compose, docker);
  const running = (await own()).filter(({ role }) => role === 'long-running');
  refuse([...missing(services, running), ...otherImages(services, running)]);
  job.progress.phase('waiting-healthy');
  const sound = new Set(services.filter((service) => service.sound).map(({ service }) => service));
  await waitHealthy(
    docker,
    running.filter(({ service }) => sound.has(service)).map(({ containerId }) => containerId),
    { limitMs: healthLimitMs, signal: job.signal },
  );
}

async function runStep(
  { env }: EngineContext,
  job: JobControl,
  argv: readonly string[],
  compose: UpgradeCompose,
  { endpoint }: Docker,
): Promise<void> {
  await job.step('compose up', { argv }, async () => {
    const said: string[] = [];
    const onLine = (line: string): void => {
      said.push(line);
      job.log.info({ from: 'compose' }, line);
    };
    const { code, signal } = await runCompose(argv, compose, { env, endpoint, onLine });
    if (code === 0) return;
    const detail = [`exit code ${code ?? signal}`, ...said.slice(-lastWords)].join(' · ');
    throw new AppError('UPGRADE_COMMAND_FAILED', { command: argv.join(' '), detail });
  });
}

interface Wrong {
  readonly service: string;
  readonly detail: string;
}

/** Services that run in fewer containers than before. */
function missing(before: readonly UpgradeService[], now: readonly ServiceState[]): Wrong[] {
  return [...Map.groupBy(before, ({ service }) => service)].flatMap(([service, old]) => {
    const running = now.filter((one) => one.service === service).length;
    const detail = `${service}: ${running} of ${old.length} containers run`;
    return running < old.length ? [{ service, detail }] : [];
  });
}

/** Services of which a container is of another image than before. */
function otherImages(before: readonly UpgradeService[], now: readonly ServiceState[]): Wrong[] {
  return [...Map.groupBy(before, ({ service }) => service)].flatMap(([service, old]) => {
    const isOther = (one: ServiceState) => one.service === service && !old.some((was) => was.imageId === one.imageId);
    const other = now.find(isOther);
    return other === undefined
      ? []
      : [{ service, detail: `${service}: ${other.imageId} instead of ${old[0]?.imageId}` }];
  });
}

function refuse(wrong: readonly Wrong[]): void {
  if (wrong.length === 0) return;
  throw new AppError('SERVICE_NOT_BACK', {
    services: wrong.map(({ service }) => service).join(', '),
    detail: wrong.map(({ detail }) => detail).join('; '),
  });
}
