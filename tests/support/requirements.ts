import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runCommand } from './command.ts';

/** Programs by the Debian package that has them. */
export const integrationPrograms = {
  dockerd: 'docker.io',
  docker: 'docker.io',
  'docker-compose': 'docker-compose',
  busybox: 'busybox-static',
  zstd: 'zstd',
  'mkfs.ext4': 'e2fsprogs',
  mount: 'mount',
  smbd: 'samba',
  smbclient: 'smbclient',
  debootstrap: 'debootstrap',
} as const;

export const benchPrograms = { ...integrationPrograms, restic: 'restic', borg: 'borgbackup' } as const;

/** Also libraries (by their file's name) and fonts (by their path): what Electron under a display of its own needs. */
export const panelPrograms = {
  ...integrationPrograms,
  Xvfb: 'xvfb',
  xauth: 'xauth',
  setpriv: 'util-linux',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libXss.so.1': 'libxss1',
  'libnotify.so.4': 'libnotify4',
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc': 'fonts-noto-cjk',
} as const;

/**
 * Makes programs present: installs their packages where that is possible (root on Debian), else uses what is there.
 * Resolves with null, or with the reason why something is still missing.
 */
export async function obtainPrograms(programs: Readonly<Record<string, string>>): Promise<string | null> {
  if (process.platform !== 'linux') return `needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'needs root (a private Docker daemon, loop mounts)';
  const missing = await missingPrograms(programs);
  if (missing.length === 0) return null;
  if (!existsSync('/etc/debian_version')) return `these programs are missing: ${missing.join(', ')}`;
  const packages = [...new Set(missing.map((program) => programs[program] ?? program))];
  process.stderr.write(`testbed: installing ${packages.join(', ')}\n`);
  // Run level 1: a machine without systemd would otherwise start the system's own Docker daemon, which nobody ends.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300'];
  for (const args of [
    ['update', ...options],
    ['install', ...options, '--no-install-recommends', '--', ...packages],
  ]) {
    const end = await runCommand('apt-get', args, { env });
    if (end.code !== 0) return `apt-get ${args[0]} ended with ${end.code}:\n${end.output.trim()}`;
  }
  const still = await missingPrograms(programs);
  return still.length === 0 ? null : `still missing after apt-get install: ${still.join(', ')}`;
}

async function missingPrograms(programs: Readonly<Record<string, string>>): Promise<string[]> {
  const names = Object.keys(programs);
  const libraries = await knownLibraries();
  const found = await Promise.all(
    names.map(async (name) => (name.includes('.so') ? libraries.has(name) : await isThere(name))),
  );
  return names.filter((_, at) => found[at] === false);
}

/** The libraries that the linker's cache knows, by file name. */
async function knownLibraries(): Promise<ReadonlySet<string>> {
  const { stdout } = await runCommand('/sbin/ldconfig', ['-p']);
  return new Set(stdout.split('\n').map((line) => line.trim().split(' ')[0] ?? ''));
}

async function isThere(name: string): Promise<boolean> {
  if (name.startsWith('/')) return existsSync(name);
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      await access(join(folder, name), constants.X_OK);
      return true;
    } catch {
      continue;
    }
  }
  return false;
}
