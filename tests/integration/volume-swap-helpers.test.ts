import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Docker } from '../../electron/core/docker/client.ts';
import { listContainers } from '../../electron/core/docker/containers.ts';
import { anyLocalImage } from '../../electron/core/docker/helper-image.ts';
import { runHelper } from '../../electron/core/docker/helper-run.ts';
import { label } from '../../electron/core/docker/project-labels.ts';
import { capture, signal, siteOf, testVolume } from '../support/swap-volume.ts';
import { until } from '../support/until.ts';

async function runningHelpers(docker: Docker): Promise<(string | undefined)[]> {
  const helpers = await listContainers(docker, label.job);
  return helpers.filter(({ State: state }) => state === 'running').map(({ Labels: labels }) => labels[label.job]);
}

/** A container takes as long to start as the machine is busy. */
async function bothRun(docker: Docker): Promise<void> {
  await until('both helpers run', async () => ((await runningHelpers(docker)).length === 2 ? true : null));
}

describe('helpers on the volume of a swap', () => {
  test('ends a helper that a killed Lifeboat left at work, and not those of other jobs', async () => {
    await using volume = await testVolume();
    const { docker } = volume;
    const pack = await capture(volume);
    const mount = { type: 'volume' as const, source: volume.name };
    const helper = {
      imageId: await anyLocalImage(docker, []),
      mount,
      script: 'sleep 60',
      limitMs: 60_000,
      writable: true,
    };
    const abandoned = runHelper(docker, { ...helper, jobId: 'j1' });
    const abort = new AbortController();
    const others = runHelper(docker, { ...helper, jobId: 'another', signal: abort.signal });
    const ends = Promise.allSettled([abandoned, others]);
    await bothRun(docker);
    expect(new Set(await runningHelpers(docker))).toEqual(new Set(['another', 'j1']));
    const site = siteOf(volume);
    await site.stage(pack.tar(), signal);
    expect(await runningHelpers(docker)).toEqual(['another']);
    await site.release();
    abort.abort();
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  test('looking at how much is kept ends no helper that is at work, and is ended by none', async () => {
    await using volume = await testVolume();
    const { docker } = volume;
    await writeFile(join(volume.path, 'data'), 'from the pack');
    const pack = await capture(volume);
    const site = siteOf(volume);
    await site.stage(pack.tar(), signal);
    await site.swapIn();
    const mount = { type: 'volume' as const, source: volume.name };
    const imageId = await anyLocalImage(docker, []);
    const helper = { imageId, mount, script: 'sleep 60', limitMs: 60_000, jobId: 'j1' };
    const abort = new AbortController();
    const atWork = runHelper(docker, { ...helper, writable: true, signal: abort.signal });
    const looking = runHelper(docker, { ...helper, writable: false, signal: abort.signal });
    const ends = Promise.allSettled([atWork, looking]);
    await bothRun(docker);
    expect(await site.keptBytes()).toBeGreaterThan(0);
    expect(await runningHelpers(docker)).toEqual(['j1', 'j1']);
    await site.swapBack();
    expect(await runningHelpers(docker)).toEqual(['j1']);
    await site.release();
    abort.abort();
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
