import type { ServiceState, Source } from '../../../shared/model/stack.ts';
import { blockers, planStops } from '../docker/stop-order.ts';
import { AppError } from '../errors.ts';

/**
 * Why the containers that use these sources cannot be stopped and be started again as they were: a paused
 * one keeps its files open (VOLUME_IN_USE), one started with `--rm` would be deleted (SERVICE_STOP_FAILED).
 */
export function stopRefusals(services: readonly ServiceState[], sources: readonly Source[]): AppError[] {
  const volume = sources.map((source) => source.name).join(', ');
  const paused = blockers(services, sources).map(
    ({ service }) => new AppError('VOLUME_IN_USE', { volume, containers: `${service} (paused)` }),
  );
  const fleeting = planStops(services, sources).filter(({ autoRemove }) => autoRemove);
  const detail = 'it was started with --rm: stopping would delete it';
  return [...paused, ...fleeting.map(({ service }) => new AppError('SERVICE_STOP_FAILED', { service, detail }))];
}
