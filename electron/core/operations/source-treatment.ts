import type { SourceTreatment } from '../../../shared/model/coverage.ts';
import type { BackupMode } from '../../../shared/model/backup.ts';
import type { Source, StackNote } from '../../../shared/model/stack.ts';
import type { StackDatabase } from '../databases/stack-databases.ts';
import { AppError, rebuildError } from '../errors.ts';

type Server = Pick<StackDatabase, 'server' | 'running' | 'fault' | 'sources' | 'holds' | 'within'>;

/** What a backup of one mode does with a data source, when all of them are asked for but `leftOut`. */
export function treatmentOf(
  { id, kind }: Pick<Source, 'id' | 'kind'>,
  mode: BackupMode,
  databases: readonly Server[],
  leftOut: readonly string[],
): SourceTreatment {
  const isOut = leftOut.includes(id);
  if (kind === 'database') {
    const server = databases.find(({ sources }) => sources.some((source) => source.id === id));
    if (server === undefined) return isOut ? 'left-out' : 'refused';
    const files = filesOf(server);
    const isInFiles = files.length > 0 && !files.some((source) => leftOut.includes(source));
    // The files of a server that is down are at rest; one that is started again and again is not down.
    const isAtRest = mode !== 'hot' || !server.running;
    if (isOut) return isAtRest && isInFiles ? 'in-volume' : 'left-out';
    if (mode === 'cold' || (mode === 'hot' && isAtRest)) return isInFiles ? 'in-volume' : 'nowhere';
    return refusalOf(server, mode) === null ? 'dumped' : 'refused';
  }
  if (isOut) return 'left-out';
  const server = databases.find((candidate) => filesOf(candidate).includes(id));
  if (mode !== 'hot' || server === undefined || !server.running) return 'copied';
  if (server.sources.every((source) => leftOut.includes(source.id))) return 'copied-running';
  // What holds more than the files is no dump's to stand for: the backup is refused.
  return server.within === id ? 'copied' : 'in-dump';
}

/** Ids of the sources that hold a server's files. */
export function filesOf({ holds, within }: Pick<Server, 'holds' | 'within'>): readonly string[] {
  return within === null ? holds : [...holds, within];
}

/** Whether a backup that treats a source so deals with it itself: copies it, dumps it, or is refused because it cannot. */
export function isDealtWith(treatment: SourceTreatment): boolean {
  return treatment === 'copied' || treatment === 'copied-running' || treatment === 'dumped' || treatment === 'refused';
}

/** Which of these sources a hot backup copies while a server writes its files there. */
export function notesOnRunning(
  chosen: readonly Pick<Source, 'id'>[],
  mode: BackupMode,
  databases: readonly Server[],
): StackNote[] {
  if (mode !== 'hot') return [];
  const written = new Set(databases.filter(({ running }) => running).flatMap(filesOf));
  return chosen.filter(({ id }) => written.has(id)).map(({ id }) => ({ kind: 'database-running', subject: id }));
}

/** Why these sources cannot be dumped now: the fault of each server once. */
export function dumpRefusals(
  chosen: readonly Pick<Source, 'id' | 'kind'>[],
  mode: BackupMode,
  databases: readonly Server[],
): AppError[] {
  return databases
    .filter(({ sources }) => sources.some((source) => chosen.some(({ id }) => id === source.id)))
    .flatMap((server) => refusalOf(server, mode) ?? []);
}

function refusalOf({ fault, within, server }: Server, mode: BackupMode): AppError | null {
  if (fault !== null) return rebuildError(fault);
  // What is around the files cannot be copied without them, nor put back beside a server that runs.
  if (mode === 'hot' && within !== null)
    return new AppError('DATABASE_FILES_NESTED', { service: server, source: within });
  return null;
}
