import type { StoppedContainer } from '../catalog/debts.ts';
import type { Docker } from '../docker/client.ts';
import { findAgain, inspectContainer, startContainer } from '../docker/containers.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, detailOf } from '../errors.ts';

/**
 * Starts every container of a debt that does not run, last stopped first, looks that each runs, and
 * settles the debt. Goes on after a failure, then throws SERVICE_NOT_BACK naming all that are still down.
 * A container that is gone is found again by its compose labels; one that nobody can find stays owed.
 * Returns those that had to be started. May run again.
 */
export async function payDebt(
  context: Pick<EngineContext, 'ledger'>,
  docker: Docker,
  jobId: string,
  containers: readonly StoppedContainer[],
): Promise<StoppedContainer[]> {
  const started: StoppedContainer[] = [];
  const failures: { service: string; error: unknown }[] = [];
  for (const owed of containers.toSorted((a, b) => b.order - a.order)) {
    try {
      if (await startAgain(docker, owed)) started.push(owed);
      context.ledger.paid(jobId, owed.containerId);
    } catch (error) {
      failures.push({ service: owed.service, error });
    }
  }
  if (failures.length === 0) {
    await context.ledger.settle(jobId);
    return started;
  }
  const services = failures.map(({ service }) => service).join(', ');
  const detail = failures.map(({ error }) => detailOf(error)).join('; ');
  const cause = new AggregateError(failures.map(({ error }) => error));
  throw new AppError('SERVICE_NOT_BACK', { services, detail }, { cause });
}

/** True when it had to be started, false when it ran already. */
async function startAgain(docker: Docker, owed: StoppedContainer): Promise<boolean> {
  const notBack = (detail: string) => new AppError('SERVICE_NOT_BACK', { services: owed.service, detail });
  const found = await findAgain(docker, owed);
  if (found === null) throw notBack('its container does not exist any more');
  if (found.State.Running) return false;
  await startContainer(docker, found.Id);
  const { State: state } = await inspectContainer(docker, found.Id);
  const asBefore = state.Running || state.ExitCode === 0 || owed.restarting;
  if (!asBefore) throw notBack(`it ended at once with exit code ${state.ExitCode}`);
  return true;
}
