import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { docker } from '../support/docker-engine.ts';
import { type BackupAnswer, type Lifeboat, lifeboat, volumePath } from '../support/lifeboat.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { listTree } from '../support/tree-listing.ts';

/** What a kill must not leave down, and what a recovery must not start. */
export const serviceNames = { up: ['app', 'db'], down: ['crashed', 'idle', 'init'] } as const;

/** Ends at once on SIGTERM, writes all the time; so a round takes seconds. */
const compose = (image: string): string => `
version: "3.8"
services:
  app:
    image: ${image}
    command: ["sh", "-c", "trap 'exit 0' TERM; while :; do date >> /scratch/log; sleep 0.1 & wait $$!; done"]
    volumes: ["scratch:/scratch"]
    depends_on: [db]
    healthcheck: { test: ["CMD", "true"], interval: 200ms }
  db:
    image: ${image}
    volumes: ["data:/data"]
    healthcheck: { test: ["CMD", "true"], interval: 200ms }
  idle: { image: "${image}", volumes: ["data:/data"], restart: always }
  crashed: { image: "${image}", command: ["false"] }
  init: { image: "${image}", command: ["true"], volumes: ["data:/data"] }
volumes: { data: {}, scratch: {} }
`;

/** A stack, its home and one good backup of it: where rounds are fought. */
export interface Arena extends AsyncDisposable {
  readonly host: string;
  readonly home: TempHome;
  readonly boat: Lifeboat;
  readonly pack: BackupAnswer;
  /** The data as it is in `pack`. */
  readonly packed: readonly string[];
  /** Of every service: whether it runs, and since when. */
  services(): Promise<ReadonlyMap<string, Run>>;
  /** The data volume as it is now, in whole seconds, with everything that Lifeboat may have left in it. */
  data(): Promise<string[]>;
  /** Makes the data differ from the pack in every way. */
  change(): Promise<void>;
  /** Protects the same stack in another home, whose catalog may be lost. */
  elsewhere(home: TempHome): Promise<Lifeboat>;
}

export interface Run {
  readonly running: boolean;
  readonly startedAt: string;
}

/** Brings the stack up and backs it up once. */
export async function openArena(host: string, image: string): Promise<Arena> {
  await using opening = new AsyncDisposableStack();
  const stack = opening.use(await startComposeStack({ host, compose: compose(image) }));
  const home = opening.use(await tempHome());
  const root = await volumePath(host, `${stack.project}_data`);
  await mkdir(join(root, 'folder'));
  await writeFile(join(root, 'folder/small'), 'small\n', { mode: 0o640 });
  await writeFile(join(root, 'large'), randomBytes(6 << 20));
  for (let n = 0; n < 50; n += 1) await writeFile(join(root, `folder/${n}`), `file ${n}`);
  await stack.compose('kill', 'idle');

  const elsewhere = async (other: TempHome): Promise<Lifeboat> => {
    const boat = lifeboat(other.path, { DOCKER_HOST: host });
    await protect(boat, stack, other);
    return boat;
  };
  const boat = await elsewhere(home);
  const data = async (): Promise<string[]> => {
    const lines = (await listTree(root)).map((line) => line.split('\t'));
    return lines.map((fields) => fields.map((field, at) => (at === 5 ? field.slice(0, -9) : field)).join('\t'));
  };
  const packed = await data();
  const pack = await boat.backup('arena');
  const resources = opening.move();
  return {
    host,
    home,
    boat,
    pack,
    packed,
    services: () => runsOf(host, stack.project),
    data,
    change: async () => {
      await rm(join(root, 'folder'), { recursive: true, force: true });
      await mkdir(join(root, 'other'), { recursive: true });
      await writeFile(join(root, 'other/new'), randomBytes(1 << 20));
      await writeFile(join(root, 'large'), randomBytes(1000));
    },
    elsewhere,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Adds the stack to a home; its packs go beside that home. */
export async function protect(boat: Lifeboat, stack: Pick<ComposeStack, 'composeFile'>, home: TempHome): Promise<void> {
  const args = ['--compose', stack.composeFile, '--name', 'arena', '--storage', home.beside];
  await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
}

/** Of every service of a project: whether it runs, and since when. */
export async function runsOf(host: string, project: string): Promise<ReadonlyMap<string, Run>> {
  const label = `label=com.docker.compose.project=${project}`;
  const ids = (await docker(host, 'ps', '--all', '--quiet', '--filter', label)).trim().split('\n');
  const format = '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Running}} {{.State.StartedAt}}';
  const lines = (await docker(host, 'inspect', '--format', format, ...ids)).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [service = '', running, startedAt = ''] = line.split(' ');
      return [service, { running: running === 'true', startedAt }];
    }),
  );
}
