import type { Source } from '../../../shared/model/stack.ts';
import type { ManifestPart } from '../archive/manifest.ts';
import { writeStreamPart } from '../archive/part-writer.ts';
import { databasePlaceAt } from '../databases/database-location.ts';
import type { Dump } from '../databases/driver.ts';
import { knownDriver } from '../databases/known-driver.ts';
import { dumpGlobals } from '../databases/postgresql/globals.ts';
import type { StackDatabase } from '../databases/stack-databases.ts';
import type { Docker } from '../docker/client.ts';
import { AppError } from '../errors.ts';
import { filesOf } from './source-treatment.ts';
import { type CopyOptions, newPart, untilClosed } from './source-copy.ts';

/** What the dumps of one backup have in common. */
export interface DumpOptions {
  readonly docker: Docker;
  readonly databases: readonly StackDatabase[];
  readonly copies: CopyOptions;
}

/** Dumps one database into the pack, from its running server. DATABASE_DUMP_FAILED, DATABASE_REFUSED. */
export async function copyDatabase(source: Source, options: DumpOptions): Promise<ManifestPart> {
  const { docker, databases, copies } = options;
  const { job, format, level } = copies;
  const { engine, server: name, database } = databasePlaceAt(source.location);
  const server = databases.find((candidate) => candidate.server === name);
  if (server === undefined) throw new AppError('SOURCE_NOT_FOUND', { source: source.id, stack: name });
  job.progress.item(source.id);
  const { containerId } = server;
  const dump = await knownDriver(engine).dump({ docker, engine, service: name, containerId }, database, job.signal);
  const { part, settings } = await newPart('db', `${name}.${engine}.${database}`, endings[engine], copies);
  const { digest, facts } = await written(dump, job.resources, async () => writeStreamPart(dump.stream, settings));
  return {
    kind: 'database',
    source: source.id,
    name: source.name,
    location: source.location,
    part,
    codec: format,
    level,
    digest,
    database: {
      engine,
      service: name,
      name: database,
      version: facts.version,
      rows: facts.rows.map(({ table, rows }) => ({ table, rows })),
      holds: [...filesOf(server)],
    },
  };
}

/** Keeps the roles of a PostgreSQL server beside its databases, which name them. DATABASE_DUMP_FAILED, DATABASE_REFUSED. */
export async function copyRoles(
  { server: service, engine, containerId }: StackDatabase,
  { docker, copies }: DumpOptions,
): Promise<ManifestPart> {
  const { job, format, level } = copies;
  const dump = await dumpGlobals({ docker, engine, service, containerId }, job.signal);
  const { part, settings } = await newPart('db', `${service}.${engine}.globals`, '.sql', copies);
  const { digest, facts } = await written(dump, job.resources, async () => writeStreamPart(dump.stream, settings));
  const { version } = facts;
  const source = `database/${service}`;
  const location = `${engine}://${service}`;
  return {
    kind: 'roles',
    source,
    name: service,
    location,
    part,
    codec: format,
    level,
    digest,
    engine,
    service,
    version,
  };
}

const endings = { postgresql: '.sql', mysql: '.sql', redis: '.rdb', mongodb: '.archive' } as const;

/** What was written, once the dump says that it was whole. */
async function written<T>(
  dump: Dump,
  resources: CopyOptions['job']['resources'],
  write: () => Promise<T>,
): Promise<{ readonly digest: T; readonly facts: Awaited<Dump['done']> }> {
  // The stream fails with the same; this keeps Node from calling it unhandled before the stream is read.
  dump.done.catch(() => undefined);
  resources.defer(async () => untilClosed(dump.stream));
  const digest = await write();
  return { digest, facts: await dump.done };
}
