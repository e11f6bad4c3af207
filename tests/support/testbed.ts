// What vitest starts once before the integration tests: a Docker engine with one image for each of its workers.
import type { TestProject } from 'vitest/node';
import { type DockerEngine, startDockerEngine } from './docker-engine.ts';
import { obtainDatabases } from './database-image.ts';
import { busyboxImage, importBusybox } from './images.ts';
import { integrationPrograms, obtainPrograms } from './requirements.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** For DOCKER_HOST, where the suite's files run one after another: the engine that all of them share. */
    readonly dockerHost: string;
    /** The engines of the workers, in their order; `dockerHost()` finds the caller's. */
    readonly dockerHosts: readonly string[];
    readonly busyboxImage: string;
  }
}

/** Resolves with what ends it all again. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`integration tests cannot run: ${obstacle}`);
  // Before the workers, which would all make it at once.
  if (project.name === 'integration') await obtainDatabases();
  await using starting = new AsyncDisposableStack();
  const starts = Array.from({ length: project.config.maxWorkers }, async () => {
    const engine = starting.use(await startDockerEngine());
    await importBusybox(engine.host);
    return engine;
  });
  // All of them: an engine that starts after another's failure has to be ended as well.
  await Promise.allSettled(starts);
  const engines: readonly DockerEngine[] = await Promise.all(starts);
  const [first, second] = engines;
  if (first === undefined) throw new Error('there is no worker');
  // Inherited by the workers: what an interrupted test leaves behind goes with the engine.
  const { TMPDIR: before } = process.env;
  process.env['TMPDIR'] = first.scratch;
  // Anything is better than none, which would mean the machine's own engine.
  project.provide('dockerHost', second === undefined ? first.host : 'unix:///there-are-several/ask-dockerHost()');
  project.provide(
    'dockerHosts',
    engines.map(({ host }) => host),
  );
  project.provide('busyboxImage', busyboxImage);
  const ends = starting.move();
  return async () => {
    // The next suite of the same run has engines, and a scratch folder, of its own.
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await ends.disposeAsync();
  };
}
