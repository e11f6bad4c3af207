import { readFile, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { startComposeStack } from '../support/compose-stack.ts';
import { smallDisk } from '../support/disk.ts';
import { docker, startDockerEngine } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';
import { importBusybox } from '../support/images.ts';

const host = dockerHost();
const image = inject('busyboxImage');

describe('the testbed', () => {
  test('runs a Compose stack whose containers see their volume, each other, and end promptly on SIGTERM', async () => {
    await using stack = await startComposeStack({
      host,
      compose: `
version: "3.8"
services:
  writer:
    image: ${image}
    volumes: ["data:/data", "./config:/config:ro"]
  peer:
    image: ${image}
volumes: { data: {} }
`,
      files: { 'config/settings.ini': 'answer=42\n' },
    });
    await stack.exec('writer', 'sh', '-c', 'cp /config/settings.ini /data/copied');
    expect(await stack.exec('writer', 'cat', '/data/copied')).toBe('answer=42\n');
    expect(await stack.exec('writer', 'ping', '-c', '1', '-w', '5', 'peer')).toContain('1 packets received');

    const started = performance.now();
    await stack.compose('stop', '--timeout', '20', 'writer');
    expect(performance.now() - started).toBeLessThan(4000);
    const { State } = await stack.container('writer');
    expect(State).toMatchObject({ Running: false, ExitCode: 0 });
    expect((await stack.container('peer')).State.Running).toBe(true);
  });

  test('a second engine can crash, keep its containers, come back, and leaves nothing behind', async () => {
    const engine = await startDockerEngine();
    const pid = await (async () => {
      await using second = engine;
      await importBusybox(second.host);
      const id = (await docker(second.host, 'run', '--detach', '--network', 'none', image)).trim();
      const init = (await docker(second.host, 'inspect', '--format', '{{.State.Pid}}', id)).trim();
      await second.crash();
      await expect(docker(second.host, 'ps')).rejects.toThrow(/Cannot connect/i);
      expect(await readFile(`/proc/${init}/comm`, 'utf8')).toBe('sh\n');
      await second.restart();
      await second.crash();
      return init;
    })();
    await expect(readFile(`/proc/${pid}/comm`, 'utf8')).rejects.toThrow('ENOENT');
    expect(await readFile('/proc/self/mountinfo', 'utf8')).not.toContain(engine.host.replace(/^unix:\/\/|\/s$/g, ''));
  });

  test('a small disk is full after its few bytes', async () => {
    await using disk = await smallDisk(8 * 1024 * 1024);
    const { bavail, bsize } = await statfs(disk.path);
    expect(bavail * bsize).toBeLessThan(8 * 1024 * 1024);
    await expect(writeFile(join(disk.path, 'big'), Buffer.alloc(9 * 1024 * 1024))).rejects.toThrow('ENOSPC');
    await disk.remount('ro');
    await expect(writeFile(join(disk.path, 'small'), 'x')).rejects.toThrow('EROFS');
  });
});
