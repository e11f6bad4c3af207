import type { ServiceState, Stack } from '../../../shared/model/stack.ts';
import type { StoppedContainer } from '../catalog/debts.ts';
import type { Docker } from '../docker/client.ts';
import { findAgain, inspectContainer, startContainer, stopContainer } from '../docker/containers.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, detailOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';

/** The time in which a stack's services are stopped. Ended by `end`, or by the job's clean-up. */
export interface StopWindow {
  /** Starts what was stopped, in reverse, and returns in ms how long services were stopped in all. May be called again. */
  end(): Promise<number>;
  /** Stops the same containers again, or those that `end` could start: for putting data back. */
  reopen(): Promise<void>;
}

/** What the ledger stores of the containers, in the order of stopping. */
function stoppedContainers(stops: readonly ServiceState[]): StoppedContainer[] {
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
  const window = new ContainerStops(context, job, docker, stack, stops);
  // Also when the job was cancelled: a step of its own would be refused then.
  job.resources.defer(async () => {
    if (window.isOpen) await job.atomic(async () => job.step('start', {}, async () => window.end()));
  });
  await window.reopen();
  return window;
}

class ContainerStops implements StopWindow {
  readonly #context: EngineContext;
  readonly #job: JobControl;
  readonly #docker: Docker;
  readonly #stack: Stack;
  readonly #containers: readonly StoppedContainer[];
  #owes = false;
  #begun: number | null = null;
  #totalMs = 0;

  constructor(context: EngineContext, job: JobControl, docker: Docker, stack: Stack, stops: readonly ServiceState[]) {
    this.#context = context;
    this.#job = job;
    this.#docker = docker;
    this.#stack = stack;
    this.#containers = stoppedContainers(stops);
  }

  get isOpen(): boolean {
    return this.#owes;
  }

  async reopen(): Promise<void> {
    const containers = this.#containers;
    if (!this.#owes) {
      const { id: stackId, name } = this.#stack;
      const debt = { jobId: this.#job.id, stackId, stack: name, endpoint: this.#docker.endpoint.text, containers };
      await this.#job.step(
        'owe',
        { containers: containers.map(({ containerId, service }) => ({ containerId, service })) },
        async () => {
          this.#owes = true;
          await this.#context.ledger.owe(debt);
        },
      );
    }
    this.#begun ??= this.#context.clock();
    for (const { containerId, service } of containers) {
      this.#job.progress.item(service);
      // Without the job's signal: a stop that was begun goes on in the engine, and must have ended before
      // anybody looks whether the container runs.
      await this.#job.step('stop', { containerId, service }, async () => stopContainer(this.#docker, containerId));
    }
  }

  async end(): Promise<number> {
    if (!this.#owes) return this.#totalMs;
    const started = await payDebt(this.#context, this.#docker, this.#job.id, this.#containers);
    if (this.#begun !== null && started.length > 0) this.#totalMs += this.#context.clock() - this.#begun;
    this.#begun = null;
    this.#owes = false;
    return this.#totalMs;
  }
}

/**
 * Starts every container of a debt that does not run, last stopped first, looks that each runs, and
 * settles the debt. Goes on after a failure, then throws SERVICE_NOT_BACK naming all that are still down.
 * A container that is gone is found again by its compose labels; one that nobody can find stays owed.
 */
export async function payDebt(
  context: Pick<EngineContext, 'ledger'>,
  docker: Docker,
  jobId: string,
  containers: readonly StoppedContainer[],
): Promise<StoppedContainer[]> {
  const started: StoppedContainer[] = [];
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
    throw new AppError(
      'SERVICE_NOT_BACK',
      { services, detail },
      { cause: new AggregateError(failures.map(({ error }) => error)) },
    );
  }
  await context.ledger.settle(jobId);
  return started;
}

/** True when it had to be started, false when it ran already. */
async function startAgain(docker: Docker, owed: StoppedContainer): Promise<boolean> {
  const found = await findAgain(docker, owed);
  if (found === null)
    throw new AppError('SERVICE_NOT_BACK', { services: owed.service, detail: 'its container does not exist any more' });
  if (found.State.Running) return false;
  await startContainer(docker, found.Id);
  const { State: state } = await inspectContainer(docker, found.Id);
  if (!state.Running && state.ExitCode !== 0)
    throw new AppError('SERVICE_NOT_BACK', {
      services: owed.service,
      detail: `it ended at once with exit code ${state.ExitCode}`,
    });
  return true;
}
