import type { ServiceState, Stack } from '../../../shared/model/stack.ts';
import type { StoppedContainer } from '../catalog/debts.ts';
import type { Docker } from '../docker/client.ts';
import { awaitStopInFlight, stopContainer } from '../docker/containers.ts';
import type { EngineContext } from '../engine-context.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { payDebt } from './debt-payment.ts';

/** The time in which a stack's services are stopped. Ended by `end`, or by the job's clean-up. */
export interface StopWindow {
  /** Starts what was stopped, in reverse, and returns in ms how long services were stopped in all. May be called again. */
  end(): Promise<number>;
  /** Stops again what `end` started, or tried to: for putting data back. Nothing when `end` was not called. */
  reopen(): Promise<void>;
  /** Leaves the services stopped and owed: `recover` pays when their data is whole again. */
  abandon(): void;
}

/** What the ledger stores of the containers, in the order of stopping. */
function stoppedContainers(stops: readonly ServiceState[]): StoppedContainer[] {
  return stops.map(({ containerId, containerName, project, service, number, startedAt, state }, order) => ({
    containerId,
    containerName,
    project,
    service,
    number,
    order,
    startedAt,
    restarting: state === 'restarting',
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
  job.resources.defer(async () => {
    if (window.owes) await job.atomic(async () => job.rescue('start', {}, async () => window.end()));
  });
  await window.open();
  return window;
}

class ContainerStops implements StopWindow {
  readonly #context: EngineContext;
  readonly #job: JobControl;
  readonly #docker: Docker;
  readonly #stack: Stack;
  /** Those that this window answers for: what had ended by itself before its stop is not among them. */
  #containers: readonly StoppedContainer[];
  /** Stops that were asked for and did not answer: the engine may still be about to stop these. */
  readonly #inFlight = new Set<StoppedContainer>();
  #owes = false;
  #ended = false;
  #begun: number | null = null;
  #totalMs = 0;

  constructor(context: EngineContext, job: JobControl, docker: Docker, stack: Stack, stops: readonly ServiceState[]) {
    this.#context = context;
    this.#job = job;
    this.#docker = docker;
    this.#stack = stack;
    this.#containers = stoppedContainers(stops);
  }

  get owes(): boolean {
    return this.#owes;
  }

  async open(): Promise<void> {
    const { containers } = this.#debt();
    const named = containers.map(({ containerId, service }) => ({ containerId, service }));
    await this.#job.step('owe', { containers: named }, async () => this.#owe());
    this.#begun = this.#context.clock();
    const endedBefore: StoppedContainer[] = [];
    for (const container of containers) {
      const { containerId, service } = container;
      this.#job.progress.item(service);
      const stopped = await this.#job.step('stop', { containerId, service }, async () => this.#stop(container));
      if (!stopped && !container.restarting) endedBefore.push(container);
    }
    // Somebody stopped them, or they had done their work, after the plan was made: they are not ours to start.
    for (const { containerId } of endedBefore) this.#context.ledger.paid(this.#job.id, containerId);
    this.#containers = containers.filter((container) => !endedBefore.includes(container));
  }

  async reopen(): Promise<void> {
    if (!this.#ended) return;
    await this.#owe();
    this.#ended = false;
    this.#begun = this.#context.clock();
    for (const container of this.#containers) {
      const { containerId, service } = container;
      await this.#job.rescue('stop', { containerId, service }, async () => this.#stop(container));
    }
  }

  async end(): Promise<number> {
    if (!this.#owes) return this.#totalMs;
    this.#ended = true;
    await Promise.all([...this.#inFlight].map(async (container) => awaitStopInFlight(this.#docker, container)));
    this.#inFlight.clear();
    const started = await payDebt(this.#context, this.#docker, this.#job.id, this.#containers);
    if (this.#begun !== null && started.length > 0) this.#totalMs += this.#context.clock() - this.#begun;
    this.#begun = null;
    this.#owes = false;
    return this.#totalMs;
  }

  abandon(): void {
    this.#owes = false;
  }

  #debt() {
    const { id: stackId, name: stack } = this.#stack;
    return { jobId: this.#job.id, stackId, stack, endpoint: this.#docker.endpoint.text, containers: this.#containers };
  }

  async #owe(): Promise<void> {
    this.#owes = true;
    await this.#context.ledger.owe(this.#debt());
  }

  /**
   * Without the job's signal: a stop that was begun goes on in the engine, and must have ended before
   * anybody looks whether the container runs. False when it did not run any more.
   */
  async #stop(container: StoppedContainer): Promise<boolean> {
    this.#inFlight.add(container);
    const stopped = await stopContainer(this.#docker, container.containerId);
    this.#inFlight.delete(container);
    return stopped;
  }
}
