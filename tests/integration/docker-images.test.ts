import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, inject, test } from 'vitest';
import { TarScanner } from '../../electron/core/archive/tar-scanner.ts';
import { connectDocker } from '../../electron/core/docker/client.ts';
import { parseEndpoint } from '../../electron/core/docker/endpoint.ts';
import { findImage, loadImages, saveImages } from '../../electron/core/docker/images.ts';
import { checkSavedImages } from '../../electron/core/docker/saved-images.ts';
import { docker as dockerCommand } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';

const host = dockerHost();
const image = inject('busyboxImage');
const signal = AbortSignal.timeout(100_000);

function members(tar: Buffer): { names: Set<string>; manifest: string } {
  const names = new Set<string>();
  let current = '';
  let manifest = '';
  const scanner = new TarScanner(
    {
      entry: ({ path }) => {
        current = path.toString();
        names.add(current);
      },
      data: (chunk) => {
        if (current === 'manifest.json') manifest += Buffer.from(chunk).toString();
      },
      entryEnd: () => undefined,
    },
    'images.tar',
  );
  scanner.push(tar);
  scanner.end();
  return { names, manifest };
}

describe('images', () => {
  test('of a stack are saved in one tar that is whole, and come back with their ids', async () => {
    const docker = await connectDocker(parseEndpoint(host));
    const found = await findImage(docker, image);
    if (!found) throw new Error('the test image is not there');
    const [one, two] = ['lifeboat-test/saved:1', 'lifeboat-test/saved:2'];
    for (const name of [one, two]) await dockerCommand(host, 'tag', found.id, name);
    const tar = await buffer(saveImages(docker, [one, two], signal));
    const { names, manifest } = members(tar);
    checkSavedImages(manifest, names);
    for (const name of [one, two]) expect(manifest).toContain(JSON.stringify(name));

    await dockerCommand(host, 'rmi', one, two);
    expect(await findImage(docker, one)).toBeNull();
    const expected = [one, two].map((reference) => ({ reference, id: found.id }));
    await loadImages(docker, Readable.from([tar], { objectMode: false }), expected, signal);
    expect((await findImage(docker, two))?.id).toBe(found.id);

    const wrong = [{ reference: one, id: 'sha256:other' }];
    const again = loadImages(docker, Readable.from([tar], { objectMode: false }), wrong, signal);
    await expect(again).rejects.toMatchObject({ code: 'IMAGES_INCOMPLETE' });
    await dockerCommand(host, 'rmi', one, two);
  });

  test('that are not there cannot be saved', async () => {
    const docker = await connectDocker(parseEndpoint(host));
    await expect(buffer(saveImages(docker, ['no/such:image'], signal))).rejects.toMatchObject({
      code: 'DOCKER_CALL_FAILED',
    });
  });
});
