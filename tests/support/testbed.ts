// What vitest starts once before the integration tests: one Docker engine and one image for all of them.
import type { TestProject } from 'vitest/node';
import { startDockerEngine } from './docker-engine.ts';
import { busyboxImage, importBusybox } from './images.ts';
import { integrationPrograms, obtainPrograms } from './requirements.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** For DOCKER_HOST: the engine that all integration tests share. */
    readonly dockerHost: string;
    readonly busyboxImage: string;
  }
}

/** Resolves with what ends it all again. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`integration tests cannot run: ${obstacle}`);
  const engine = await startDockerEngine();
  try {
    await importBusybox(engine.host);
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
  // Inherited by the workers: what an interrupted test leaves behind goes with the engine.
  const { TMPDIR: before } = process.env;
  process.env['TMPDIR'] = engine.scratch;
  project.provide('dockerHost', engine.host);
  project.provide('busyboxImage', busyboxImage);
  return async () => {
    // The next suite of the same run has an engine, and a scratch folder, of its own.
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await engine[Symbol.asyncDispose]();
  };
}
