import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expectCommand, runCommand } from './command.ts';
import { tempFolder } from './temp-folder.ts';

export const databaseImage = 'lifeboat-test/databases:1';

// Another list, another file: what is cached was made from exactly this.
const packages = ['postgresql', 'postgresql-contrib', 'mariadb-server', 'redis-server'];
const cached = `debian-12-${packages.join('-')}.tar`;

/** Makes `databaseImage`, where it is not there: Debian 12 with PostgreSQL 15, MariaDB 10.11 and Redis. Minutes the first time, then seconds. */
export async function importDatabases(host: string): Promise<void> {
  const env = { DOCKER_HOST: host };
  if ((await runCommand('docker', ['image', 'inspect', databaseImage], { env })).code === 0) return;
  const tar = createReadStream(await databaseTar());
  await expectCommand('docker', ['import', '--change', 'CMD ["sleep","infinity"]', '-', databaseImage], {
    env,
    input: tar,
  });
}

/** Made once for this machine, outside the repository. */
async function databaseTar(): Promise<string> {
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
  await expectCommand('debootstrap', ['--variant=minbase', `--include=${packages.join(',')}`, 'bookworm', root]);
  await rm(join(root, 'var/cache/apt'), { recursive: true, force: true });
  await rm(join(root, 'var/lib/apt/lists'), { recursive: true, force: true });
  const unfinished = join(folder.path, cached);
  const tar = spawn('tar', ['-C', root, '-c', '-f', unfinished, '.'], { stdio: ['ignore', 'inherit', 'inherit'] });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  tar.on('error', reject);
  tar.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code}`))));
  await promise;
  await rename(unfinished, path);
  return path;
}
