import type { ServiceState, Source } from '../../../shared/model/stack.ts';
import { startedSince } from '../docker/service-role.ts';
import { inspectComposeStack } from '../docker/stacks.ts';
import { canWrite } from '../docker/stop-order.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { filesOf } from './source-treatment.ts';
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

/** Containers of the servers that are down and whose files are among these sources: a hot copy takes those as they are. */
export function restingServers(
  { state, databases }: Pick<LiveStack, 'state' | 'databases'>,
  sources: readonly Pick<Source, 'id'>[],
): ServiceState[] {
  const resting = databases.filter(
    (server) => !server.running && filesOf(server).some((id) => sources.some((source) => source.id === id)),
  );
  return state.services.filter(({ containerId }) => resting.some((server) => server.containerId === containerId));
}

/** Looks after a hot copy whether a server ran whose files it took as those of one that is down. SERVICES_RAN_DURING_COPY names it. */
export async function assertAtRest(before: LiveStack, sources: readonly Source[], signal: AbortSignal): Promise<void> {
  const { docker, stack } = before;
  const resting = restingServers(before, sources);
  if (docker === null || stack.definition.kind !== 'compose' || resting.length === 0) return;
  const now = await inspectComposeStack(docker, stack.definition, signal);
  const places = new Set(resting.map(({ service, number }) => `${service} ${number}`));
  const same = now.services.filter(({ service, number, foreign }) => !foreign && places.has(`${service} ${number}`));
  const ran = startedSince(resting, same);
  if (ran.length > 0) throw new AppError('SERVICES_RAN_DURING_COPY', { services: ran.join(', ') });
}
