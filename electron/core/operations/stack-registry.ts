import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { DiscoveredProject, Stack, StackDefinition } from '../../../shared/model/stack.ts';
import { standardStackBackup } from '../../../shared/model/stack-backup.ts';
import { isoTime } from '../clock.ts';
import { composeDefinition } from '../docker/compose-project.ts';
import { discoverProjects } from '../docker/stacks.ts';
import type { AddStack } from '../engine-api.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, hasCode } from '../errors.ts';
import { inspectFolderStack } from '../folders/folder-state.ts';
import { rememberStorage } from './known-storages.ts';
import { nestedPair } from './nested-folders.ts';
import { findStack } from './stack-access.ts';
import { checkStackName, stackSlug } from './stack-slug.ts';
import { makeStorage } from './storage.ts';
import { isThere } from '../file-presence.ts';

/** Compose projects that have containers here and that no stack protects. */
export async function discoverUnprotected(context: EngineContext): Promise<DiscoveredProject[]> {
  const known = new Set(
    context.catalog.stacks
      .list()
      .flatMap(({ definition }) => (definition.kind === 'compose' ? definition.project : [])),
  );
  return (await discoverProjects(await context.docker())).filter(({ project }) => !known.has(project));
}

interface Resolved {
  readonly name: string;
  readonly definition: StackDefinition;
  /** Where `backups` goes when no storage is said; null when nobody knows a place. */
  readonly workingDirectory: string | null;
}

async function resolveProject(context: EngineContext, project: string, exclude: readonly string[]): Promise<Resolved> {
  const found = (await discoverProjects(await context.docker())).find((candidate) => candidate.project === project);
  if (found === undefined) throw new AppError('COMPOSE_PROJECT_NOT_FOUND', { project });
  // Files that only a label names may be on another machine; then the containers speak alone.
  const present = await Promise.all(found.files.map(async (file) => isThere(file)));
  const files = present.every(Boolean) ? found.files : [];
  const definition: StackDefinition = {
    kind: 'compose',
    project,
    files,
    workingDirectory: found.workingDirectory,
    exclude,
  };
  const directory =
    found.workingDirectory !== null && (await isThere(found.workingDirectory)) ? found.workingDirectory : null;
  return { name: project, definition, workingDirectory: directory };
}

async function resolveFolders(
  folders: readonly string[],
  sqlite: readonly string[],
  exclude: readonly string[],
): Promise<Resolved> {
  const directories = folders.map((folder) => resolve(folder));
  const definition: StackDefinition = {
    kind: 'folder',
    directories,
    sqlite: sqlite.map((file) => resolve(file)),
    exclude,
  };
  const [first] = directories;
  if (first === undefined) throw new AppError('USAGE_INVALID', { detail: 'a folder stack needs a folder' });
  await inspectFolderStack(definition);
  const nested = nestedPair(await Promise.all(directories.map(async (directory) => realpath(directory))));
  if (nested !== null) throw new AppError('STACK_FOLDERS_NESTED', nested);
  return { name: basename(first) || 'root', definition, workingDirectory: first };
}

async function resolveRequest(context: EngineContext, request: AddStack): Promise<Resolved> {
  const exclude = request.exclude ?? [];
  if ('project' in request) return resolveProject(context, request.project, exclude);
  if ('folders' in request) return resolveFolders(request.folders, request.sqlite ?? [], exclude);
  const definition = await composeDefinition(request.composeFile, exclude);
  const project = (await projectOfFile(context, definition.files)) ?? definition.project;
  return {
    name: project,
    definition: { ...definition, project },
    workingDirectory: dirname(resolve(request.composeFile)),
  };
}

/**
 * The project under which containers of these files run: `docker compose -p` gives it another name than the
 * file does, and its volumes bear that name. Null when none runs, several do, or Docker is away.
 */
async function projectOfFile(context: EngineContext, files: readonly string[]): Promise<string | null> {
  const projects = await context
    .docker()
    .then(async (docker) => discoverProjects(docker))
    .catch((error: unknown) => {
      if (hasCode(error, 'DOCKER_UNREACHABLE')) return [];
      throw error;
    });
  const named = projects
    .filter((found) => files.some((file) => found.files.includes(file)))
    .map((found) => found.project);
  return named.length === 1 ? (named[0] ?? null) : null;
}

/**
 * Protects a stack: looks at it, makes its storage, records it. STACK_EXISTS when the name is taken;
 * STACK_FOLDERS_NESTED when one of its folders lies in another;
 * STORAGE_UNKNOWN when no storage is said and nobody knows the stack's working directory.
 */
export async function addStack(context: EngineContext, request: AddStack): Promise<Stack> {
  const { name: foundName, definition, workingDirectory } = await resolveRequest(context, request);
  const name = checkStackName(request.name ?? foundName);
  const storage = storageOf(request.storage ?? context.environment.storage, workingDirectory);
  if (storage === null) throw new AppError('STORAGE_UNKNOWN', { stack: name });
  const stacks = context.catalog.stacks.list();
  if (stacks.some((stack) => stack.name === name)) throw new AppError('STACK_EXISTS', { stack: name });
  const stack: Stack = {
    id: randomUUID(),
    name,
    slug: stackSlug(
      name,
      stacks.map(({ slug }) => slug),
    ),
    definition,
    storage,
    backup: standardStackBackup,
    createdAt: isoTime(context.clock()),
  };
  await makeStorage(stack);
  await rememberStorage(context.home, stack.storage);
  context.catalog.stacks.insert(stack);
  return stack;
}

/** Where packs go: where it was said, else beside the data; null when nobody knows a place. */
function storageOf(said: string | null, workingDirectory: string | null): string | null {
  if (said !== null) return resolve(said);
  return workingDirectory === null ? null : join(workingDirectory, 'backups');
}

/** Changes what is left out of a stack's backups, from the next one on. STACK_NOT_FOUND. */
export function setExclude(context: EngineContext, reference: string, exclude: readonly string[]): Stack {
  const stack = findStack(context, reference);
  const changed: Stack = { ...stack, definition: { ...stack.definition, exclude } };
  context.catalog.stacks.update(changed);
  return changed;
}

/**
 * Forgets a stack; its packs stay. STACK_BUSY while a job is open, STACK_KEEPS_DATA while a rollback's old data is kept,
 * UPGRADE_OPEN while an upgrade of it waits.
 */
export function removeStack(context: EngineContext, reference: string): Stack {
  const stack = findStack(context, reference);
  const open = context.catalog.jobs.open().find((job) => job.stackId === stack.id);
  if (open !== undefined)
    throw new AppError('STACK_BUSY', { stack: stack.name, job: open.id, kind: open.kind, since: open.createdAt });
  const kept = context.catalog.kept.list().find((site) => site.stackId === stack.id);
  if (kept !== undefined) throw new AppError('STACK_KEEPS_DATA', { stack: stack.name, job: kept.jobId });
  const upgrade = context.catalog.upgrades.open().find(({ stackId }) => stackId === stack.id);
  if (upgrade !== undefined) throw new AppError('UPGRADE_OPEN', { stack: stack.name, job: upgrade.id });
  context.catalog.stacks.remove(stack.id);
  return stack;
}
