import { spawn } from 'node:child_process';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expectCommand } from './command.ts';
import { tempFolder } from './temp-folder.ts';

export const busyboxImage = 'lifeboat-test/busybox:1';

/** PID 1 has no default signal actions, so only a trap makes a container end at once on SIGTERM. */
const idle = ['sh', '-c', "trap 'exit 0' TERM INT; while :; do sleep 3600 & wait $!; done"];

/** Makes `busyboxImage` (every applet; its own command waits for SIGTERM) from Debian's static binary. No registry. */
export async function importBusybox(host: string): Promise<void> {
  await using folder = await tempFolder();
  for (const name of ['bin', 'etc', 'tmp']) await mkdir(join(folder.path, name));
  await copyFile('/bin/busybox', join(folder.path, 'bin/busybox'));
  const applets = (await expectCommand('/bin/busybox', ['--list'])).split('\n');
  for (const applet of applets) {
    if (applet !== '' && applet !== 'busybox') await symlink('busybox', join(folder.path, 'bin', applet));
  }
  const tar = spawn('tar', ['-C', folder.path, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await expectCommand('docker', ['import', '--change', `CMD ${JSON.stringify(idle)}`, '-', busyboxImage], {
    env: { DOCKER_HOST: host },
    input: tar.stdout,
  });
}
