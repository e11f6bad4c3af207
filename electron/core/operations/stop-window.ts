import type { ServiceState, Stack } from '../../../shared/model/stack.ts';
import type { Docker } from '../docker/client.ts';
import { findAgain, inspectContainer, startContainer, stopContainer } from '../docker/containers.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, detailOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';

/** The time in which a stack's services are stopped. Ended by `end`, or by the job's clean-up. */
export interface StopWindow {
  /**
   * Throws SERVICES_RAN_DURING_COPY when a stopped container was started in between by anybody, so that
   * what was copied may be of two moments. Call it before `end`.
   */
  assertQuiet(): Promise<void>;
  /** Starts what was stopped, in reverse, and returns the window's length in ms. May be called again. */
  end(): Promise<number>;
}

/** What the ledger stores of the containers, in the order of stopping. */
function stoppedContainers(stops: readonly ServiceState[]) {
  return stops.map(({ containerId, containerName, project, service, number, startedAt }, order) => ({
    containerId,
    containerName,
    project,
    service,
    number,
    order,
    startedAt,
  }));
}

/**
 * Stops containers in the given order. Before the first stop, what will be owed is durable in catalog and
 * file, and the job's clean-up is bound to pay it: whatever happens from here on, they run again.
 */
export async function openStopWindow(
  context: EngineContext,
  job: JobControl,
  docker: Docker,
  stack: Stack,
  stops: readonly ServiceState[],
): Promise<StopWindow> {
  const { ledger, clock } = context;
  const containers = stoppedContainers(stops);
  let begun = 0;
  let lengthMs: number | null = null;

  const end = async (): Promise<number> => {
    if (lengthMs !== null) return lengthMs;
    await payDebt(context, docker, job.id, containers);
    lengthMs = begun === 0 ? 0 : clock() - begun;
    return lengthMs;
  };

  await job.step('owe', { containers: containers.map(({ containerId, service }) => ({ containerId, service })) }, async () =>
    ledger.owe({ jobId: job.id, stackId: stack.id, stack: stack.name, endpoint: docker.endpoint.text, containers }),
  );
  // Also when the job was cancelled: a step of its own would be refused then.
  job.resources.defer(async () => {
    if (lengthMs === null) await job.atomic(async () => job.step('start', {}, end));
  });
  begun = clock();
  for (const { containerId, service } of containers) {
    job.progress.item(service);
    await job.step('stop', { containerId, service }, async () => stopContainer(docker, containerId, job.signal));
  }
  const stopped = await Promise.all(containers.map(async ({ containerId }) => (await inspectContainer(docker, containerId, job.signal)).State));
  return {
    end,
    async assertQuiet() {
      const now = await Promise.all(containers.map(async ({ containerId }) => (await inspectContainer(docker, containerId, job.signal)).State));
      const ran = containers.filter((_, i) => now[i]?.Running === true || now[i]?.StartedAt !== stopped[i]?.StartedAt);
      if (ran.length > 0) throw new AppError('SERVICES_RAN_DURING_COPY', { services: ran.map(({ service }) => service).join(', ') });
    },
  };
}

type Owed = ReturnType<typeof stoppedContainers>[number];

/**
 * Starts every container of a debt that does not run, last stopped first, looks that each runs, and
 * settles the debt. Goes on after a failure, then throws SERVICE_NOT_BACK naming all that are still down.
 * A container that is gone is found again by its compose labels; one that nobody can find stays owed.
 */
export async function payDebt(context: Pick<EngineContext, 'ledger'>, docker: Docker, jobId: string, containers: readonly Owed[]): Promise<Owed[]> {
  const started: Owed[] = [];
  const failures: { service: string; detail: string; error: unknown }[] = [];
  for (const owed of containers.toSorted((a, b) => b.order - a.order)) {
    try {
      if (await startAgain(docker, owed)) started.push(owed);
      context.ledger.paid(jobId, owed.containerId);
    } catch (error) {
      failures.push({ service: owed.service, detail: detailOf(error), error });
    }
  }
  if (failures.length > 0) {
    const services = failures.map(({ service }) => service).join(', ');
    const detail = failures.map((failure) => failure.detail).join('; ');
    throw new AppError('SERVICE_NOT_BACK', { services, detail }, { cause: new AggregateError(failures.map(({ error }) => error)) });
  }
  await context.ledger.settle(jobId);
  return started;
}

/** True when it had to be started, false when it ran already. */
async function startAgain(docker: Docker, owed: Owed): Promise<boolean> {
  const found = await findAgain(docker, owed);
  if (found === null) throw new AppError('SERVICE_NOT_BACK', { services: owed.service, detail: 'its container does not exist any more' });
  if (found.State.Running) return false;
  await startContainer(docker, found.Id);
  const { State: state } = await inspectContainer(docker, found.Id);
  if (!state.Running && state.ExitCode !== 0) throw new AppError('SERVICE_NOT_BACK', { services: owed.service, detail: `it ended at once with exit code ${state.ExitCode}` });
  return true;
}
