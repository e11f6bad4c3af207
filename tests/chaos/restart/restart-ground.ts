import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ComposeStack, startComposeStack } from '../../support/compose-stack.ts';
import { type DockerEngine, startDockerEngine } from '../../support/docker-engine.ts';
import { busyboxImage, importBusybox } from '../../support/images.ts';
import { type Lifeboat, lifeboat, volumePath } from '../../support/lifeboat.ts';
import type { TempHome } from '../../support/temp-home.ts';
import { protect, type Run, runsOf } from '../arena.ts';

/** Which run before, whatever their restart policy, and which do not and must not. */
export const groundServices = { up: ['always', 'plain', 'unless'], down: ['idle', 'init'] } as const;

const compose = `
version: "3.8"
services:
  plain: { image: "${busyboxImage}", volumes: ["data:/data"], depends_on: [always] }
  always: { image: "${busyboxImage}", volumes: ["data:/data"], restart: always }
  unless: { image: "${busyboxImage}", volumes: ["data:/data"], restart: unless-stopped }
  idle: { image: "${busyboxImage}", volumes: ["data:/data"], restart: unless-stopped }
  init: { image: "${busyboxImage}", command: ["true"], volumes: ["data:/data"] }
volumes: { data: {} }
`;

/** A stack on a Docker engine of its own, which may be restarted as by a reboot of the machine. */
export interface RestartGround extends AsyncDisposable {
  /** The machine loses its power and comes back: then only those containers run that their restart policy starts. */
  reboot(): Promise<void>;
  services(): Promise<ReadonlyMap<string, Run>>;
  /** Protects the stack in a home that does not know it. */
  boatAt(home: TempHome): Promise<Lifeboat>;
}

/** Starts the engine and brings the stack up. */
export async function openRestartGround(): Promise<RestartGround> {
  await using opening = new AsyncDisposableStack();
  const engine: DockerEngine = opening.use(await startDockerEngine());
  const { host } = engine;
  await importBusybox(host);
  const stack: ComposeStack = opening.use(await startComposeStack({ host, compose }));
  await writeFile(join(await volumePath(host, `${stack.project}_data`), 'content'), randomBytes(2 << 20));
  await stack.compose('stop', '--timeout', '1', 'idle');
  const resources = opening.move();
  return {
    reboot: () => engine.reboot(),
    services: () => runsOf(host, stack.project),
    boatAt: async (home) => {
      const boat = lifeboat(home.path, { DOCKER_HOST: host });
      await protect(boat, stack, home);
      return boat;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
