import type { ErrorReport } from '../../../shared/errors.ts';
import type { DatabaseEngine } from '../../../shared/model/database.ts';
import type { ServiceState, Source, StackState } from '../../../shared/model/stack.ts';
import type { Docker } from '../docker/client.ts';
import { AppError, reportOf } from '../errors.ts';
import { databaseLocation } from './database-location.ts';
import { knownDriver } from './known-driver.ts';
import { type ServerFiles, serverFiles } from './server-files.ts';

// A server that takes longer to say what it holds would take a stop window with it.
const lookLimitMs = 20_000;

/** One database server of a stack, as it is now. */
export interface StackDatabase extends ServerFiles {
  /** Its name in its stack: the service, and the container's number when it is not the first. */
  readonly server: string;
  readonly service: string;
  readonly containerId: string;
  readonly engine: DatabaseEngine;
  /** False only while its files are at rest: a paused server and one that is started again and again are not. */
  readonly running: boolean;
  /** Null while it has a fault. */
  readonly version: string | null;
  /** Why its databases cannot be dumped now. */
  readonly fault: ErrorReport | null;
  /** Its sources; a server with a fault has one that stands for all of it. */
  readonly sources: readonly Source[];
  /** Estimated bytes, by source id. */
  readonly bytes: ReadonlyMap<string, number>;
}

/** The database servers of a stack, each asked what it holds. What cannot be had is a server's `fault`. */
export async function lookAtDatabases(
  docker: Docker,
  { services, sources }: Pick<StackState, 'services' | 'sources'>,
  signal: AbortSignal | undefined,
): Promise<StackDatabase[]> {
  // One that was stopped looks like one that has done its work; but what keeps files is a server.
  const servers = services.filter(
    ({ foreign, role, database }) =>
      !foreign && database !== null && (role === 'long-running' || database.holds.length > 0),
  );
  return Promise.all(
    servers.map(async (service) => lookAtServer(docker, service, serverFiles(service, services, sources), signal)),
  );
}

async function lookAtServer(
  docker: Docker,
  service: ServiceState,
  files: ServerFiles,
  signal: AbortSignal | undefined,
): Promise<StackDatabase> {
  const engine = service.database?.engine ?? 'postgresql';
  const server = serverName(service);
  const { containerId, state } = service;
  const running = !isAtRest(service);
  const common = { server, service: service.service, containerId, engine, running, ...files };
  const limited = AbortSignal.any([...(signal === undefined ? [] : [signal]), AbortSignal.timeout(lookLimitMs)]);
  try {
    if (state !== 'running') throw new AppError('DATABASE_NOT_RUNNING', { service: server });
    const { version, databases, seesAll } = await knownDriver(engine).look(
      { docker, engine, service: server, containerId },
      limited,
    );
    if (!seesAll) throw new AppError('DATABASES_NOT_SEEN', { service: server });
    const found = databases.map(({ name, bytes }) => ({ bytes, source: sourceOf(engine, server, name) }));
    return {
      ...common,
      version,
      fault: null,
      sources: found.map(({ source }) => source),
      bytes: new Map(found.map(({ bytes, source }) => [source.id, bytes])),
    };
  } catch (error) {
    signal?.throwIfAborted();
    const fault = limited.aborted
      ? new AppError('DATABASE_REFUSED', { service: server, detail: `no answer in ${lookLimitMs / 1000} s` })
      : error;
    return {
      ...common,
      version: null,
      fault: reportOf(fault),
      sources: [sourceOf(engine, server, null)],
      bytes: new Map(),
    };
  }
}

/** Whether nothing writes to what a container has mounted until somebody starts it. */
export function isAtRest({ state }: Pick<ServiceState, 'state'>): boolean {
  return state === 'exited' || state === 'created' || state === 'dead';
}

/** What a server is called in ids: its service; the second container of a scaled one is `db-2`. */
export function serverName({ service, number }: Pick<ServiceState, 'service' | 'number'>): string {
  return number === 1 ? service : `${service}-${number}`;
}

function sourceOf(engine: DatabaseEngine, server: string, database: string | null): Source {
  const name = database === null ? server : `${server}/${database}`;
  return {
    id: `database/${name}`,
    kind: 'database',
    name,
    location: database === null ? `${engine}://${server}` : databaseLocation({ engine, server, database }),
    exclude: [],
    singleFile: false,
  };
}
