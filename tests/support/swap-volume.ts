import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { IndexBuilder } from '../../electron/core/archive/index-builder.ts';
import { IndexEntry } from '../../electron/core/archive/index-entry.ts';
import { TarScanner } from '../../electron/core/archive/tar-scanner.ts';
import { connectDocker, type Docker } from '../../electron/core/docker/client.ts';
import { parseEndpoint } from '../../electron/core/docker/endpoint.ts';
import { anyLocalImage } from '../../electron/core/docker/helper-image.ts';
import { createVolumeSwapSite } from '../../electron/core/docker/volume-swap.ts';
import { createVolume, readTree } from '../../electron/core/docker/volumes.ts';
import { docker as dockerCommand } from './docker-engine.ts';
import { dockerHost } from './docker-host.ts';

const host = dockerHost();
/** Each test has its own time, by vitest: one limit for a whole file would be a slow machine's failure of its last tests. */
export const signal: AbortSignal = new AbortController().signal;
let made = 0;

/** A volume of the suite's engine, for swaps. Removed on disposal. */
export interface TestVolume extends AsyncDisposable {
  readonly docker: Docker;
  readonly name: string;
  /** Where the engine keeps it on this machine. */
  readonly path: string;
}

/** Makes an empty volume. */
export async function testVolume(): Promise<TestVolume> {
  const docker = await connectDocker(parseEndpoint(host));
  const name = `swap-${process.pid}-${(made += 1)}`;
  await createVolume(docker, name, { driver: 'local', options: {}, labels: {} });
  const [facts] = z
    .array(z.object({ Mountpoint: z.string() }))
    .parse(JSON.parse(await dockerCommand(host, 'volume', 'inspect', name)));
  if (!facts) throw new Error('the volume is not there');
  const remove = async (): Promise<void> => {
    await dockerCommand(host, 'volume', 'rm', '--force', name);
  };
  return { docker, name, path: facts.Mountpoint, [Symbol.asyncDispose]: remove };
}

/** The swap of a rollback in it; `jobId` names the rollback. */
export function siteOf(
  volume: TestVolume,
  options: { jobId?: string; exclude?: readonly string[]; names?: readonly string[] } = {},
) {
  const { jobId = 'j1', exclude = [], names = null } = options;
  const mount = { type: 'volume' as const, source: volume.name };
  return createVolumeSwapSite({
    docker: volume.docker,
    mount,
    jobId,
    images: [],
    exclude,
    names,
    pack: 'p',
    part: 'volumes/x.tar',
  });
}

/** The volume's tree as a backup would keep it. */
export async function capture(volume: TestVolume) {
  const imageId = await anyLocalImage(volume.docker, []);
  const mount = { type: 'volume' as const, source: volume.name };
  return packOf(await buffer(readTree(volume.docker, { mount, imageId, jobId: 'read', signal })));
}

/** A tar as the content of a swap: itself, and its index. */
export function packOf(bytes: Buffer) {
  const lines: string[] = [];
  const scanner = new TarScanner(new IndexBuilder((line) => lines.push(line), []), 'volumes/x.tar');
  scanner.push(bytes);
  scanner.end();
  return {
    tar: (): Readable => Readable.from([bytes], { objectMode: false }),
    index: (): AsyncIterable<IndexEntry> => Readable.from(lines.map((line) => IndexEntry.parse(JSON.parse(line)))),
  };
}
