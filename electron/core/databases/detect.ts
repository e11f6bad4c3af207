import type { DatabaseEngine } from '../../../shared/model/database.ts';
import type { ServiceMount } from '../../../shared/model/stack.ts';

/** What a container shows of itself without being asked anything. */
export interface ContainerEvidence {
  readonly image: string;
  readonly environment: ReadonlyMap<string, string>;
  /** TCP ports that it exposes. */
  readonly ports: readonly number[];
  readonly mounts: readonly ServiceMount[];
}

/** A container that is a database server. */
export interface DetectedDatabase {
  readonly engine: DatabaseEngine;
  /** Volumes and host paths in which the server keeps its files: the sources of its mounts. */
  readonly holds: readonly string[];
}

interface Signs {
  /** The last segment of the image's name, without registry and tag; servers only, no exporters and no consoles. */
  readonly image: RegExp;
  /** Variables that the servers' own images set. */
  readonly own: readonly string[];
  /** Variables that set a server up; clients of it often have them too. */
  readonly shared: readonly string[];
  readonly port: number;
  /** Where the server keeps its files, for telling it by. */
  readonly folders: readonly string[];
  /** Where it keeps them too, in names that mean nothing by themselves. */
  readonly plainFolders: readonly string[];
  /** Where an image keeps them in a folder of one place that holds its configuration too. */
  readonly mixedFolders: readonly string[];
  /** The variable that moves them. */
  readonly folderVariable: string | null;
}

const signs: Readonly<Record<DatabaseEngine, Signs>> = {
  postgresql: {
    image:
      /^(?:(?:crunchy|edb|vchord|vectorchord|spilo|alpine)-)?(?:postgres|postgresql|postgis|pgvector|pgvecto-rs|timescaledb|citus)(?:-ha|-gis|-repmgr|-\d+)?$/u,
    own: ['PGDATA', 'PG_MAJOR'],
    shared: ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'POSTGRES_USER', 'POSTGRESQL_PASSWORD'],
    port: 5432,
    folders: ['/var/lib/postgresql', '/var/lib/pgsql', '/bitnami/postgresql', '/home/postgres/pgdata'],
    plainFolders: [],
    mixedFolders: [],
    folderVariable: 'PGDATA',
  },
  mysql: {
    image:
      /^(?:alpine-)?(?:mysql|mysql-server|mariadb|mariadb-server|mariadb-galera|percona|percona-server|percona-xtradb-cluster)(?:-\d+)?$/u,
    own: ['MYSQL_MAJOR', 'MARIADB_VERSION'],
    shared: [
      'MYSQL_ROOT_PASSWORD',
      'MYSQL_ROOT_PASSWORD_FILE',
      'MARIADB_ROOT_PASSWORD',
      'MARIADB_ROOT_PASSWORD_FILE',
      'MYSQL_PASSWORD',
    ],
    port: 3306,
    folders: ['/var/lib/mysql', '/bitnami/mysql', '/bitnami/mariadb'],
    plainFolders: [],
    mixedFolders: ['/config'],
    folderVariable: null,
  },
  mongodb: {
    image: /^(?:mongo|mongodb|mongodb-sharded|mongodb-(?:community|enterprise)-server|percona-server-mongodb)$/u,
    own: ['MONGO_MAJOR', 'MONGO_VERSION'],
    shared: ['MONGO_INITDB_ROOT_USERNAME', 'MONGODB_ROOT_PASSWORD'],
    port: 27_017,
    folders: ['/data/db', '/data/configdb', '/var/lib/mongodb', '/bitnami/mongodb'],
    plainFolders: [],
    mixedFolders: [],
    folderVariable: null,
  },
  redis: {
    image: /^(?:redis|redis-stack|redis-stack-server|redis-cluster|valkey|keydb)$/u,
    own: ['REDIS_DOWNLOAD_URL', 'VALKEY_DOWNLOAD_URL'],
    shared: ['REDIS_PASSWORD', 'REDIS_ARGS'],
    port: 6379,
    folders: ['/var/lib/redis', '/bitnami/redis', '/bitnami/valkey'],
    plainFolders: ['/data'],
    mixedFolders: [],
    folderVariable: null,
  },
};

const engines: readonly DatabaseEngine[] = ['postgresql', 'mysql', 'mongodb', 'redis'];

/**
 * Whether a container is a database server, and where its files are; null when nothing says so. Its image says it best;
 * then what only such images set; then a port or a password of one together with another sign, because clients and
 * proxies have those too; then the place of a volume.
 */
export function detectDatabase(evidence: ContainerEvidence): DetectedDatabase | null {
  const name = imageName(evidence.image);
  const engine =
    engines.find((candidate) => signs[candidate].image.test(name)) ??
    engines.find((candidate) => isSetUpAs(candidate, evidence)) ??
    engines.find((candidate) => showsFolder(candidate, evidence));
  if (engine === undefined) return null;
  const { folders, plainFolders, mixedFolders, folderVariable } = signs[engine];
  const moved = folderVariable === null ? undefined : evidence.environment.get(folderVariable);
  const places = [...folders, ...plainFolders, ...mixedFolders, ...(moved === undefined ? [] : [moved])];
  return { engine, holds: mountsOf(places, evidence) };
}

/** Whether what is mounted there holds more than the files of such a server, by the custom of its images. */
export function isMixedPlace(engine: DatabaseEngine, destination: string): boolean {
  return signs[engine].mixedFolders.includes(destination);
}

function isSetUpAs(engine: DatabaseEngine, evidence: ContainerEvidence): boolean {
  const { own, shared, port } = signs[engine];
  const has = (name: string): boolean => evidence.environment.has(name);
  const seen = [shared.some(has), evidence.ports.includes(port), showsFolder(engine, evidence)];
  return own.some(has) || seen.filter(Boolean).length >= 2;
}

/** A folder above it may be anything's. */
function showsFolder(engine: DatabaseEngine, { mounts }: ContainerEvidence): boolean {
  return mounts.some(
    ({ destination, writable }) => writable && signs[engine].folders.some((place) => isAtOrBelow(destination, place)),
  );
}

/** What is mounted, writable, at one of these places, above or below it. */
function mountsOf(places: readonly string[], { mounts }: ContainerEvidence): string[] {
  const found = mounts.filter(
    ({ destination, writable }) =>
      writable && places.some((place) => isAtOrBelow(destination, place) || isAtOrBelow(place, destination)),
  );
  return [...new Set(found.map(({ source }) => source))];
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** `registry.example:5000/bitnami/postgresql:15@sha256:…` is `postgresql`. */
function imageName(reference: string): string {
  const [name = ''] = reference.split('@');
  const last = name.slice(name.lastIndexOf('/') + 1);
  return (last.split(':')[0] ?? '').toLowerCase();
}
