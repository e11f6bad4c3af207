import type { Manifest, ManifestPart } from './manifest.ts';
import { quoted } from './shell-word.ts';

type DumpPart = Extract<ManifestPart, { kind: 'database' | 'roles' }>;

const postgresUser = '-U "${POSTGRES_USER:-postgres}"';

/** How a dump is loaded by hand. `read` prints it, decompressed. */
export function dumpSteps(part: DumpPart, read: string, compose: Manifest['compose']): string[] {
  const { engine, service, version } = part.kind === 'database' ? part.database : part;
  const project = `docker compose -p ${quoted(compose?.project ?? '')}`;
  const server = quoted(service);
  const inServer = (script: string, ...args: readonly string[]): string =>
    `${project} exec -T ${server} sh -c ${quoted(script)} sh ${args.map(quoted).join(' ')}`.trimEnd();
  const start = [`    ${project} start ${server}`];
  if (part.kind === 'roles')
    return [
      `Roles of the PostgreSQL ${version} server of the service ${server}, with the hashes of their passwords. A server that has some already says so for each of those, and that is no fault.`,
      '',
      ...start,
      `    ${read} | ${inServer(`exec psql -X ${postgresUser} -d postgres`)}`,
    ];
  const { name } = part.database;
  const beside = `${name}_restored`;
  switch (engine) {
    case 'postgresql':
      return [
        `Database ${quoted(name)} of the PostgreSQL ${version} server of the service ${server}. It is loaded beside the live one, as ${quoted(beside)}; when it is whole, rename both (ALTER DATABASE … RENAME TO …).`,
        '',
        ...start,
        `    ${inServer(`exec createdb ${postgresUser} -T template0 "$1"`, beside)}`,
        `    ${read} | ${inServer(`exec psql -X -q -v ON_ERROR_STOP=1 ${postgresUser} -d "$1"`, beside)}`,
      ];
    case 'mysql': {
      const client =
        'MYSQL_PWD="${MARIADB_ROOT_PASSWORD:-$MYSQL_ROOT_PASSWORD}" exec "$(command -v mariadb || command -v mysql)" -u root';
      return [
        `Database ${quoted(name)} of the ${version} server of the service ${server}. It is loaded beside the live one, as ${quoted(beside)}; look at it, then empty the live one and load it there.`,
        '',
        ...start,
        `    ${inServer(`${client} -e "CREATE DATABASE \`$1\`"`, beside)}`,
        `    ${read} | ${inServer(`${client} "$1"`, beside)}`,
      ];
    }
    case 'redis':
      return [
        `Data of the Redis ${version} server of the service ${server}. With the server stopped and its append-only files, if it has any, moved aside, this becomes its dump.rdb (in /data, where nothing else is set).`,
        '',
        `    ${read} > dump.rdb`,
        `    ${project} cp dump.rdb ${quoted(`${service}:/data/dump.rdb`)}`,
      ];
    case 'mongodb':
      return [`    ${read} | ${inServer('exec mongorestore --archive')}`];
  }
}
