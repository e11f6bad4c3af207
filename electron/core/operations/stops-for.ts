import type { BackupMode } from '../../../shared/model/backup.ts';
import type { ServiceState, Source, StackState } from '../../../shared/model/stack.ts';
import { databasePlaceOf } from '../databases/database-location.ts';
import { planStops } from '../docker/stop-order.ts';
import type { LiveStack } from './stack-access.ts';

/** What is copied as files: a database is dumped while its server runs. */
export function filesAmong(sources: readonly Source[]): Source[] {
  return sources.filter(({ kind }) => kind !== 'database');
}

/** What a backup of these sources stops, in that order: nothing when it is hot, or copies no files. */
export function stopsFor(
  services: readonly ServiceState[],
  sources: readonly Source[],
  mode: BackupMode,
): ServiceState[] {
  const files = filesAmong(sources);
  return mode === 'hot' || files.length === 0 ? [] : planStops(services, files);
}

/** The sources at these locations: what `planStops` has to free of writers before their data is exchanged. */
export function sourcesAt(locations: readonly string[], state: Pick<StackState, 'sources'>): Source[] {
  return state.sources.filter((source) => locations.includes(source.location));
}

/** What an exchange at these locations stops: not the servers whose databases are exchanged, which do it themselves. */
export function stopsForExchange(
  { state, databases }: Pick<LiveStack, 'state' | 'databases'>,
  locations: readonly string[],
): ServiceState[] {
  const servers = new Set(locations.map((location) => databasePlaceOf(location)?.server));
  const busy = databases.filter(({ server }) => servers.has(server)).map(({ containerId }) => containerId);
  const stops = planStops(state.services, filesAmong(sourcesAt(locations, state)));
  return stops.filter(({ containerId }) => !busy.includes(containerId));
}
