import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { expectCommand, runCommand } from './command.ts';
import { docker } from './docker-engine.ts';
import { type TempFolder, tempFolder } from './temp-folder.ts';

export interface ComposeSpec {
  readonly host: string;
  /** The compose file's text; relative bind mounts resolve against the stack's folder. */
  readonly compose: string;
  /** More files for the stack's folder, by relative path: `.env`, configuration, bind-mounted content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Unique by default, because one engine serves all tests. */
  readonly project?: string;
  /** The stack's folder, which whoever names it removes; a temporary one by default. */
  readonly folder?: string;
}

/** A Compose stack that runs; disposal takes it down with its volumes. */
export interface ComposeStack extends AsyncDisposable {
  readonly project: string;
  readonly folder: string;
  readonly composeFile: string;
  /** `docker-compose` for this stack, for instance `compose('stop', 'web')`. */
  compose(...args: readonly string[]): Promise<string>;
  /** What `docker inspect` says of a service's container; rejects when there is none. */
  container(service: string): Promise<ContainerFacts>;
  /** Runs a command in a service's running container; resolves with its stdout. */
  exec(service: string, ...command: readonly string[]): Promise<string>;
}

const containerFacts = z.object({
  Id: z.string(),
  Name: z.string(),
  RestartCount: z.number(),
  State: z.object({
    Status: z.string(),
    Running: z.boolean(),
    ExitCode: z.number(),
    StartedAt: z.string(),
    FinishedAt: z.string(),
  }),
});

export type ContainerFacts = z.infer<typeof containerFacts>;

let made = 0;

/** Writes the stack's files and brings it up. */
export async function startComposeStack(spec: ComposeSpec): Promise<ComposeStack> {
  const folder = spec.folder === undefined ? await tempFolder('lbs') : lent(spec.folder);
  const project = spec.project ?? `lb${process.pid}x${(made += 1)}`;
  const composeFile = join(folder.path, 'docker-compose.yml');
  for (const [name, text] of Object.entries({ 'docker-compose.yml': spec.compose, ...spec.files })) {
    const path = join(folder.path, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  const head = await composeProgram();
  const compose = (...args: readonly string[]): Promise<string> => {
    const [file = '', ...first] = head;
    const all = [...first, '-f', composeFile, '-p', project, ...args];
    return expectCommand(file, all, { cwd: folder.path, env: { DOCKER_HOST: spec.host } });
  };
  const container = async (service: string): Promise<ContainerFacts> => {
    const filters = [`project=${project}`, `service=${service}`].flatMap((label) => [
      '--filter',
      `label=com.docker.compose.${label}`,
    ]);
    const ids = (await docker(spec.host, 'ps', '--all', '--quiet', '--no-trunc', ...filters)).trim().split('\n');
    if (ids.length !== 1 || ids[0] === '') throw new Error(`${project}: no single container of ${service}`);
    const [facts] = z.array(containerFacts).parse(JSON.parse(await docker(spec.host, 'inspect', ...ids)));
    if (facts === undefined) throw new Error(`${project}: ${service} vanished`);
    return facts;
  };
  const stack: ComposeStack = {
    project,
    folder: folder.path,
    composeFile,
    compose,
    container,
    exec: async (service, ...command) => docker(spec.host, 'exec', (await container(service)).Id, ...command),
    [Symbol.asyncDispose]: async () => {
      await compose('down', '--volumes', '--remove-orphans', '--timeout', '2');
      await folder[Symbol.asyncDispose]();
    },
  };
  try {
    await compose('up', '--detach');
    return stack;
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

/** A folder of somebody else's: it stays. */
function lent(path: string): TempFolder {
  return { path, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** Debian 12 has version 1.29 as a program; elsewhere it is the client's plugin. */
async function composeProgram(): Promise<readonly string[]> {
  const plugin = await runCommand('docker', ['compose', 'version']);
  return plugin.code === 0 ? ['docker', 'compose'] : ['docker-compose'];
}
