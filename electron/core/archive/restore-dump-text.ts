import type { Manifest, ManifestPart } from './manifest.ts';
import { quoted } from './shell-word.ts';

type RolesPart = Extract<ManifestPart, { kind: 'roles' }>;
type DatabasePart = Extract<ManifestPart, { kind: 'database' }>;

/** How commands reach the server of a dump. */
interface ByHand {
  /** Prints the dump, decompressed. */
  readonly read: string;
  readonly compose: string;
  /** The server's name in its stack, as a word. */
  readonly server: string;
  /** Its service for compose, as a word; `index` chooses its container where there are several, with a blank behind it. */
  readonly service: string;
  readonly index: string;
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
  const place = placeOf(name, compose);
  const service = quoted(place.service);
  const index = place.number === null ? '' : `--index ${place.number} `;
  const project = `docker compose -p ${quoted(compose?.project ?? '')}`;
  const hand: ByHand = {
    read,
    compose: project,
    server: quoted(name),
    service,
    index,
    version,
    inServer: (script, ...args) =>
      [project, `exec -T ${index}${service}`, 'sh -c', quoted(script), 'sh', ...args.map(quoted)].join(' '),
  };
  if (part.kind === 'roles') return rolesSteps(hand);
  if (engine === 'redis') return redisSteps(hand);
  return engine === 'mysql' ? mysqlSteps(part, hand) : postgresSteps(part, hand);
}

/** `db-2` is the second container of `db`, where no service is called so. */
function placeOf(
  server: string,
  compose: Manifest['compose'],
): { readonly service: string; readonly number: string | null } {
  const isService = (name: string): boolean => compose?.services.some(({ service }) => service === name) === true;
  const [, service, number] = /^(.+)-(\d+)$/u.exec(server) ?? [];
  if (service === undefined || number === undefined || isService(server) || !isService(service))
    return { service: server, number: null };
  return { service, number };
}

function rolesSteps({ read, compose, server, service, version, inServer }: ByHand): string[] {
  return [
    `Roles of the PostgreSQL ${version} server of the service ${server}, with the hashes of their passwords. A server that has some already says so for each of those, and gives them the password and the settings of this backup all the same: take the lines of a role out first where it is to stay as it is.`,
    '',
    `    ${compose} start ${service}`,
    `    ${read} | ${inServer(`exec psql -X ${postgresUser} -d postgres`)}`,
  ];
}

function postgresSteps(part: DatabasePart, { read, compose, server, service, version, inServer }: ByHand): string[] {
  const { name } = part.database;
  const beside = `${name}_restored`;
  return [
    `Database ${quoted(name)} of the PostgreSQL ${version} server of the service ${server}. It is loaded beside the live one, as ${quoted(beside)}; when it is whole, rename both (ALTER DATABASE … RENAME TO …). ${made(read)} Where that is not the server’s own, give it to createdb with -E, --lc-collate and --lc-ctype.`,
    '',
    `    ${compose} start ${service}`,
    `    ${inServer(`exec createdb ${postgresUser} -T template0 "$1"`, beside)}`,
    `    ${read} | ${inServer(`exec psql -X -q -v ON_ERROR_STOP=1 ${postgresUser} -d "$1"`, beside)}`,
  ];
}

function made(read: string): string {
  return `What it was made with stands in the first line: \`${read} | head -n 1\`.`;
}

function mysqlSteps(part: DatabasePart, { read, compose, server, service, version, inServer }: ByHand): string[] {
  const { name } = part.database;
  const beside = `${name}_restored`;
  return [
    `Database ${quoted(name)} of the ${version} server of the service ${server}. It is loaded beside the live one, as ${quoted(beside)}; look at it, then empty the live one and load it there. ${made(read)} Where that is not the server’s own, add CHARACTER SET and COLLATE to CREATE DATABASE.`,
    '',
    `    ${compose} start ${service}`,
    `    ${inServer(`${mysqlClient} -e "CREATE DATABASE \\\`$1\\\`"`, beside)}`,
    `    ${read} | ${inServer(`${mysqlClient} "$1"`, beside)}`,
  ];
}

function redisSteps({ read, compose, server, service, index, version }: ByHand): string[] {
  return [
    `Data of the Redis ${version} server of the service ${server}. With the server stopped and its append-only files, if it has any, moved aside, this becomes its dump.rdb (in /data, where nothing else is set).`,
    '',
    `    ${read} > dump.rdb`,
    `    ${compose} cp ${index}dump.rdb ${service}:/data/dump.rdb`,
  ];
}
