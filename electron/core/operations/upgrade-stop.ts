import { z } from 'zod';
import type { ServiceState } from '../../../shared/model/stack.ts';
import type { Upgrade } from '../../../shared/model/upgrade.ts';
import type { Docker } from '../docker/client.ts';
import {
  awaitStopInFlight,
  findContainer,
  inspectContainer,
  setRestartPolicy,
  startContainer,
  stopContainer,
} from '../docker/containers.ts';
import { RestartPolicy } from '../docker/engine-answers.ts';
import type { EngineContext } from '../engine-context.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { findStack, lookAt } from './stack-access.ts';

/** A container that going back has stopped, or was about to. */
export interface StoppedOwn {
  readonly service: ServiceState;
  /** What it had; null for one that the engine starts by nobody's word but ours. */
  readonly policy: RestartPolicy | null;
}

const heldBack = z.object({ containerId: z.string(), policy: RestartPolicy });

/** The engine starts these when it starts itself, also when somebody has stopped them. */
const stubborn: ReadonlySet<string> = new Set(['always', 'on-failure']);

/**
 * Stops what runs of the stack itself, so that the start of the engine does not start it either. Each one is added to
 * `stopped` before it is touched. They owe nothing to the ledger: the record of the upgrade is what is owed.
 */
export async function stopOwn(
  context: EngineContext,
  job: JobControl,
  { stackId }: Upgrade,
  docker: Docker,
  stopped: StoppedOwn[],
): Promise<void> {
  job.progress.phase('stopping');
  const { state } = await lookAt(context, findStack(context, stackId));
  for (const service of state.services) {
    if (service.foreign || service.role !== 'long-running') continue;
    const { containerId } = service;
    const now = (await inspectContainer(docker, containerId)).HostConfig.RestartPolicy;
    const policy = now && stubborn.has(now.Name) ? now : null;
    stopped.push({ service, policy });
    if (policy !== null)
      await job.step(holdBack, { containerId, policy }, async () =>
        setRestartPolicy(docker, containerId, { Name: 'no', MaximumRetryCount: 0 }),
      );
    await job.step('stop', { containerId, service: service.service }, async () => stopContainer(docker, containerId));
  }
}

const holdBack = 'hold back';

/** The data is as the new version left it: then that is what runs. One that does not start keeps no other from it. */
export async function startNewVersion(job: JobControl, docker: Docker, stopped: readonly StoppedOwn[]): Promise<void> {
  for (const { service, policy } of stopped.toReversed()) {
    const { containerId } = service;
    const start = async (): Promise<void> => {
      await awaitStopInFlight(docker, service);
      if (policy !== null) await setRestartPolicy(docker, containerId, policy);
      await startContainer(docker, containerId);
    };
    await job
      .rescue('start', { containerId, service: service.service }, start)
      .catch((error: unknown) => job.log.error({ error, service }, 'it could not be started again'));
  }
}

/**
 * Gives containers that both versions have, and that compose has only started again, their restart policy back: as the
 * journals of all who went back have it. Those that only the new version had, stay stopped, and without. May run again.
 */
export async function giveRestartsBack(
  { catalog }: EngineContext,
  job: JobControl,
  { id }: Upgrade,
  docker: Docker,
): Promise<void> {
  const jobs = catalog.jobs.list(Number.MAX_SAFE_INTEGER);
  const rows = jobs
    .filter((one) => one.id === id || one.trigger === followTrigger(id))
    .flatMap((one) => catalog.journal.rows(one.id))
    .filter(({ name, phase }) => name === holdBack && phase === 'intent');
  for (const { data } of rows) {
    const { containerId, policy } = heldBack.parse(data);
    const container = await findContainer(docker, containerId);
    if (container?.State.Running !== true) continue;
    await job.step('give restart policy back', { containerId, policy }, async () =>
      setRestartPolicy(docker, containerId, policy),
    );
  }
}

/** By which a job that follows this upgrade is known. */
export function followTrigger(id: string): string {
  return `upgrade ${id}`;
}
