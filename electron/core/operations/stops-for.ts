import type { BackupMode } from '../../../shared/model/backup.ts';
import type { ServiceState, Source } from '../../../shared/model/stack.ts';
import { planStops } from '../docker/stop-order.ts';

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
