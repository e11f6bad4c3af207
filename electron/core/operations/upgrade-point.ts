import { realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Stack } from '../../../shared/model/stack.ts';
import type { UpgradeCompose, UpgradeService } from '../../../shared/model/upgrade.ts';
import { findProgram } from '../child-program.ts';
import type { Docker } from '../docker/client.ts';
import { findCompose } from '../docker/compose-program.ts';
import { discoverProjects, labelledProject } from '../docker/stacks.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { isThere } from '../file-presence.ts';
import { isData, type LiveStack } from './stack-access.ts';
import { goneImages, imagesOfServices } from './upgrade-images.ts';

/** What must be known of a stack before its upgrade, to be able to go back. */
export interface UpgradePoint {
  readonly services: readonly UpgradeService[];
  readonly idle: readonly string[];
  readonly compose: UpgradeCompose | null;
  /** Where the command of the upgrade runs. */
  readonly directory: string;
}

/**
 * Looks at a stack before its upgrade, and refuses while nothing was touched when there would be no way back:
 * COMPOSE_FILE_MISSING, UPGRADE_COMPOSE_UNKNOWN, UPGRADE_COMPOSE_MISSING, UPGRADE_IMAGE_GONE,
 * UPGRADE_COMMAND_NOT_FOUND.
 */
export async function pointOf(
  context: EngineContext,
  live: LiveStack,
  command: readonly string[] | null,
): Promise<UpgradePoint> {
  const own = live.state.services.filter(({ foreign }) => !foreign);
  const ran = own.filter(({ role }) => role === 'long-running');
  const services = ran.map(({ service, number, image, imageId, health, state }) => ({
    service,
    number,
    image,
    imageId,
    sound: health !== 'unhealthy' && state !== 'restarting',
  }));
  const compose = live.docker === null ? null : await composeOf(live, live.docker);
  const directory = compose?.directory ?? folderOf(live);
  if (compose !== null && (await findCompose(directory, context.env)) === null)
    throw new AppError('UPGRADE_COMPOSE_MISSING', { stack: live.stack.name });
  if (live.docker !== null) {
    const gone = await goneImages(live.docker, imagesOfServices(services), null);
    const images = gone.map(({ reference, id }) => `${reference} (${id})`).join(', ');
    if (gone.length > 0) throw new AppError('UPGRADE_IMAGE_GONE', { images });
  }
  if (command !== null) await assertProgram(command, directory, context.env);
  const idle = own.filter(({ role }) => role !== 'long-running').map(({ containerId }) => containerId);
  return { services, idle, compose, directory };
}

/**
 * A compose stack with the files that its containers were made of, where those are here: an override that was added
 * later must be in the point. UPGRADE_ENV_FILE for variables from a file that no point holds.
 */
export async function stackAsRun(docker: Docker, stack: Stack): Promise<Stack> {
  const { definition } = stack;
  if (definition.kind !== 'compose') return stack;
  const labelled = await labelledProject(docker, definition.project);
  const directory = labelled.workingDirectory ?? definition.workingDirectory;
  for (const path of labelled.environmentFiles)
    if (directory === null || resolve(directory, path) !== join(directory, '.env'))
      throw new AppError('UPGRADE_ENV_FILE', { stack: stack.name, path });
  if (labelled.files.length === 0 || definition.files.length === 0) return stack;
  for (const path of labelled.files) if (!(await isThere(path))) return stack;
  const made = await Promise.all(labelled.files.map(async (path) => realpath(path)));
  const known = await Promise.all(definition.files.map(async (path) => realpath(path).catch(() => path)));
  if (made.join('\0') === known.join('\0')) return stack;
  return { ...stack, definition: { ...definition, files: labelled.files, workingDirectory: directory } };
}

async function composeOf({ stack }: LiveStack, docker: Docker): Promise<UpgradeCompose> {
  const { definition } = stack;
  if (definition.kind !== 'compose') throw new AppError('UPGRADE_COMPOSE_UNKNOWN', { stack: stack.name });
  const { project } = definition;
  const labelled =
    definition.files.length > 0
      ? undefined
      : (await discoverProjects(docker)).find((candidate) => candidate.project === project);
  const files = labelled?.files ?? definition.files;
  const [first] = files;
  if (first === undefined) throw new AppError('UPGRADE_COMPOSE_UNKNOWN', { stack: stack.name });
  for (const path of files) if (!(await isThere(path))) throw new AppError('COMPOSE_FILE_MISSING', { path });
  return {
    project,
    files,
    directory: definition.workingDirectory ?? labelled?.workingDirectory ?? dirname(first),
  };
}

/** The first folder of a stack without Docker. */
function folderOf({ stack, state }: LiveStack): string {
  const { definition } = stack;
  const [folder] = definition.kind === 'folder' ? definition.directories : [];
  if (folder !== undefined) return folder;
  const source = state.sources.find(isData);
  if (source === undefined) throw new AppError('STACK_EMPTY', { stack: stack.name });
  return dirname(source.location);
}

async function assertProgram(command: readonly string[], directory: string, env: NodeJS.ProcessEnv): Promise<void> {
  const [name = ''] = command;
  if (name !== '' && (await findProgram(name, directory, env)) !== null) return;
  throw new AppError('UPGRADE_COMMAND_NOT_FOUND', { command: name, detail: directory });
}
