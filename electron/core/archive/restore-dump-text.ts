import type { Manifest, ManifestPart } from './manifest.ts';
import { quoted } from './shell-word.ts';

type RolesPart = Extract<ManifestPart, { kind: 'roles' }>;
type DatabasePart = Extract<ManifestPart, { kind: 'database' }>;

/** How commands reach the server of a dump. */
interface ByHand {
  /** Prints the dump, decompressed. */
  readonly read: string;
  readonly compose: string;
  readonly service: string;
  readonly version: string;
  /** A script in the server's container; its arguments come as `$1`, `$2`, … */
  readonly inServer: (script: string, ...args: readonly string[]) => string;
}

const postgresUser = '-U "${POSTGRES_USER:-postgres}"';
const mysqlClient =
  'MYSQL_PWD="${MARIADB_ROOT_PASSWORD:-$MYSQL_ROOT_PASSWORD}" exec "$(command -v mariadb || command -v mysql)" -u root';

/** How a dump is loaded by hand. `read` prints it, decompressed. */
export function dumpSteps(part: RolesPart | DatabasePart, read: string, compose: Manifest['compose']): string[] {
  const { engine, service: name, version } = part.kind === 'database' ? part.database : part;
  const service = quoted(name);
  const project = `docker compose -p ${quoted(compose?.project ?? '')}`;
  const hand: ByHand = {
    read,
    compose: project,
    service,
    version,
    inServer: (script, ...args) =>
      [project, 'exec -T', service, 'sh -c', quoted(script), 'sh', ...args.map(quoted)].join(' '),
  };
  if (part.kind === 'roles') return rolesSteps(hand);
  if (engine === 'redis') return redisSteps(hand);
  return engine === 'mysql' ? mysqlSteps(part, hand) : postgresSteps(part, hand);
}

function rolesSteps({ read, compose, service, version, inServer }: ByHand): string[] {
  return [
    `Roles of the PostgreSQL ${version} server of the service ${service}, with the hashes of their passwords. A server that has some already says so for each of those, and that is no fault.`,
    '',
    `    ${compose} start ${service}`,
    `    ${read} | ${inServer(`exec psql -X ${postgresUser} -d postgres`)}`,
  ];
}

function postgresSteps(part: DatabasePart, { read, compose, service, version, inServer }: ByHand): string[] {
  const { name } = part.database;
  const beside = `${name}_restored`;
  return [
    `Database ${quoted(name)} of the PostgreSQL ${version} server of the service ${service}. It is loaded beside the live one, as ${quoted(beside)}; when it is whole, rename both (ALTER DATABASE … RENAME TO …).`,
    '',
    `    ${compose} start ${service}`,
    `    ${inServer(`exec createdb ${postgresUser} -T template0 "$1"`, beside)}`,
    `    ${read} | ${inServer(`exec psql -X -q -v ON_ERROR_STOP=1 ${postgresUser} -d "$1"`, beside)}`,
  ];
}

function mysqlSteps(part: DatabasePart, { read, compose, service, version, inServer }: ByHand): string[] {
  const { name } = part.database;
  const beside = `${name}_restored`;
  return [
    `Database ${quoted(name)} of the ${version} server of the service ${service}. It is loaded beside the live one, as ${quoted(beside)}; look at it, then empty the live one and load it there.`,
    '',
    `    ${compose} start ${service}`,
    `    ${inServer(`${mysqlClient} -e "CREATE DATABASE \\\`$1\\\`"`, beside)}`,
    `    ${read} | ${inServer(`${mysqlClient} "$1"`, beside)}`,
  ];
}

function redisSteps({ read, compose, service, version }: ByHand): string[] {
  return [
    `Data of the Redis ${version} server of the service ${service}. With the server stopped and its append-only files, if it has any, moved aside, this becomes its dump.rdb (in /data, where nothing else is set).`,
    '',
    `    ${read} > dump.rdb`,
    `    ${compose} cp dump.rdb ${service}:/data/dump.rdb`,
  ];
}
