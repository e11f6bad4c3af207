import type { ServiceState, Source } from '../../../shared/model/stack.ts';
import { startedSince } from '../docker/service-role.ts';
import { canWrite } from '../docker/stop-order.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { type LiveStack, lookAt } from './stack-access.ts';

/** Containers whose running spoils a cold copy of these sources: the stack's own, and whoever else can write. */
function concerned(services: readonly ServiceState[], sources: readonly Source[]): ServiceState[] {
  return services.filter((service) => !service.foreign || canWrite(service, sources));
}

/**
 * Looks, while everything is still stopped, whether anything ran since: a container that somebody, or a
 * restarted engine, started in the middle of the copy. SERVICES_RAN_DURING_COPY names it.
 */
export async function assertQuiet(
  context: EngineContext,
  before: LiveStack,
  stops: readonly ServiceState[],
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<void> {
  const { state: now } = await lookAt(context, before.stack, signal);
  const ids = new Set(stops.map(({ containerId }) => containerId));
  const stopped = concerned(before.state.services, sources).map((service) =>
    ids.has(service.containerId) ? { ...service, state: 'exited' as const } : service,
  );
  const ran = startedSince(stopped, concerned(now.services, sources));
  if (ran.length > 0) throw new AppError('SERVICES_RAN_DURING_COPY', { services: ran.join(', ') });
}
