import { createReadStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expectCommand, runCommand } from './command.ts';
import { tempFolder } from './temp-folder.ts';

export const databaseImage = 'lifeboat-test/databases:1';

// Another list, another file: what is cached was made from exactly this.
const packages = ['postgresql', 'postgresql-contrib', 'mariadb-server', 'redis-server'];
const suite = 'bookworm';
const cached = `debian-12-${packages.join('-')}.tar`;

/** Makes `databaseImage`, where it is not there: Debian 12 with PostgreSQL 15, MariaDB 10.11 and Redis. Minutes the first time, then seconds. */
export async function importDatabases(host: string): Promise<void> {
  const env = { DOCKER_HOST: host };
  if ((await runCommand('docker', ['image', 'inspect', databaseImage], { env })).code === 0) return;
  const tar = createReadStream(await obtainDatabases());
  await expectCommand('docker', ['import', '--change', 'CMD ["sleep","infinity"]', '-', databaseImage], {
    env,
    input: tar,
  });
}

/** The file of that image, made once for this machine, outside the repository. Not for two processes at a time. */
export async function obtainDatabases(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lifeboat');
  const path = join(cache, cached);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) return path;
  await mkdir(cache, { recursive: true });
  await using folder = await tempFolder('lbdb-', cache);
  const root = join(folder.path, 'root');
  process.stderr.write('testbed: making an image with databases, once; this takes a few minutes\n');
  const options = ['--variant=minbase', `--include=${packages.join(',')}`];
  await expectCommand('debootstrap', [...options, suite, root, ...(await mirror())]);
  await rm(join(root, 'var/cache/apt'), { recursive: true, force: true });
  await rm(join(root, 'var/lib/apt/lists'), { recursive: true, force: true });
  const unfinished = join(folder.path, cached);
  await expectCommand('tar', ['-C', root, '-c', '-f', unfinished, '.']);
  await rename(unfinished, path);
  return path;
}

/** Where this machine gets its own packages from, as far as that has the suite; else debootstrap's standard. */
async function mirror(): Promise<string[]> {
  const filters = ['Created-By: Packages', `Codename: ${suite}`];
  const { stdout } = await runCommand('apt-get', ['indextargets', '--format', '$(REPO_URI)', ...filters]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, 1);
}
