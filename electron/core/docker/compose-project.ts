import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { StackDefinition } from '../../../shared/model/stack.ts';
import { AppError, detailOf } from '../errors.ts';
import { type ComposeModel, composeSizeLimit, mergeCompose, parseCompose } from './compose-file.ts';
import { parseDotenv } from './compose-interpolation.ts';
import { errnoOf } from '../file-failure.ts';

// Compose adds these to a file of that name when it chooses the file itself.
const overrides = new Map([
  ['compose.yaml', ['compose.override.yaml', 'compose.override.yml']],
  ['compose.yml', ['compose.override.yml', 'compose.override.yaml']],
  ['docker-compose.yml', ['docker-compose.override.yml', 'docker-compose.override.yaml']],
  ['docker-compose.yaml', ['docker-compose.override.yaml', 'docker-compose.override.yml']],
]);

export interface ComposeProject {
  readonly model: ComposeModel;
  readonly directory: string;
  /** `.env` of the project's folder, if there is one. */
  readonly dotenvFile: string | null;
  readonly dotenv: Readonly<Record<string, string>>;
}

/**
 * Reads compose files and the `.env` beside them. Variables come from that `.env` alone, never from
 * this process's environment. COMPOSE_FILE_MISSING, COMPOSE_FILE_INVALID.
 */
export async function readComposeProject(
  files: readonly string[],
  workingDirectory: string | null,
): Promise<ComposeProject> {
  const directory = workingDirectory ?? dirname(files[0] ?? '.');
  const dotenvFile = join(directory, '.env');
  const dotenvText = await readSmall(dotenvFile);
  const dotenv = dotenvText === null ? {} : parseDotenv(dotenvText);
  const models: ComposeModel[] = [];
  for (const file of files) {
    const text = await readSmall(file);
    if (text === null) throw new AppError('COMPOSE_FILE_MISSING', { path: file });
    models.push(parseCompose(text, file, dotenv, directory));
  }
  return { model: mergeCompose(models), directory, dotenvFile: dotenvText === null ? null : dotenvFile, dotenv };
}

/** What a stack made from the compose file at `path` is: its project's name, its files, its folder. */
export async function composeDefinition(
  path: string,
  exclude: readonly string[] = [],
): Promise<Extract<StackDefinition, { kind: 'compose' }>> {
  const file = resolve(path);
  const directory = dirname(file);
  const beside = (overrides.get(basename(file)) ?? []).map((name) => join(directory, name));
  const present = await Promise.all(beside.map(async (override) => ((await isFile(override)) ? [override] : [])));
  const files = [file, ...present.flat().slice(0, 1)];
  const { model, dotenv } = await readComposeProject(files, directory);
  const project = normalProjectName(model.project ?? dotenv['COMPOSE_PROJECT_NAME'] ?? basename(directory));
  if (project === '')
    throw new AppError('COMPOSE_FILE_INVALID', {
      path: file,
      detail: 'no project name can be made of its folder; give it a name:',
    });
  return { kind: 'compose', project, files, workingDirectory: directory, exclude };
}

/** Compose's own rule: lower case, letters, digits, dashes and underscores, beginning with a letter or digit. */
export function normalProjectName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^-_a-z0-9]/gu, '')
    .replace(/^[-_]+/u, '');
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** A file's text, or null when it is not there. What is no ordinary small file is refused unread. */
async function readSmall(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error('not a file');
    if (found.size > composeSizeLimit) throw new Error('larger than 1 MiB');
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw new AppError('COMPOSE_FILE_INVALID', { path, detail: detailOf(error) }, { cause: error });
  }
}
