import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type {
  DiscoveredProject,
  ServiceState,
  Source,
  StackDefinition,
  StackState,
} from '../../../shared/model/stack.ts';
import { AppError } from '../errors.ts';
import type { Docker } from './client.ts';
import type { ComposeModel } from './compose-file.ts';
import { type ComposeProject, readComposeProject } from './compose-project.ts';
import { serviceState } from './container-facts.ts';
import { findContainer, listContainers } from './containers.ts';
import type { ContainerInspection, ContainerSummary } from './engine-answers.ts';
import { filesOfLabel, label } from './project-labels.ts';
import { bindPaths, type PathKind, stackSources } from './stack-sources.ts';
import { overlaps } from './stop-order.ts';
import { listVolumes } from './volumes.ts';
import { errnoOf } from '../file-failure.ts';

type ComposeDefinition = Extract<StackDefinition, { kind: 'compose' }>;

/** The compose projects that have containers here, running or not, by name. */
export async function discoverProjects(docker: Docker, signal?: AbortSignal): Promise<DiscoveredProject[]> {
  const containers = await listContainers(docker, label.project, signal);
  const lasting = containers.filter((container) => !isOneOff(container));
  return [...Map.groupBy(lasting, (container) => container.Labels[label.project] ?? '')]
    .map(([project, members]) => ({
      project,
      workingDirectory: firstLabel(members, label.workingDirectory) ?? null,
      files: labelledFiles(members),
      services: new Set(members.map((member) => member.Labels[label.service])).size,
      running: members.filter((member) => member.State === 'running' || member.State === 'restarting').length,
    }))
    .toSorted((a, b) => (a.project < b.project ? -1 : 1));
}

/**
 * Everything that an operation needs to know of a compose stack now; changes nothing. Containers are
 * the truth about mounts; the compose file adds what has no container, the order, and the configuration.
 * `docker` is null when no engine is there: then the file alone speaks.
 * COMPOSE_FILE_MISSING, COMPOSE_FILE_INVALID, COMPOSE_PROJECT_NOT_FOUND.
 */
export async function inspectComposeStack(
  docker: Docker | null,
  definition: ComposeDefinition,
  signal?: AbortSignal,
): Promise<StackState> {
  const { project, exclude } = definition;
  const all = docker === null ? [] : await listContainers(docker, null, signal);
  const members = all.filter((container) => container.Labels[label.project] === project);
  const volumes = docker === null ? null : await listVolumes(docker, signal);
  const hasVolumes = volumes?.some((volume) => volume.Labels[label.project] === project) === true;
  if (definition.files.length === 0 && members.length === 0 && !hasVolumes)
    throw new AppError('COMPOSE_PROJECT_NOT_FOUND', { project });

  const { compose, composeFiles } = await readFiles(definition, members);
  const model = compose?.model ?? null;
  const inspected = docker === null ? [] : await inspectAll(docker, members, signal);
  const own = inspected.map((container) => toService(container, project, inspected, model));
  const configFiles = [
    ...composeFiles,
    ...(compose?.dotenvFile ? [compose.dotenvFile] : []),
    ...(model?.configFiles ?? []),
  ];
  const { sources, notes } = stackSources({
    project,
    exclude,
    services: own,
    volumes,
    model,
    directory: compose?.directory ?? definition.workingDirectory,
    configFiles: [...new Set(configFiles)],
    kinds: await pathKinds(docker, [...configFiles, ...bindPaths({ services: own, model })], configFiles),
  });
  const strangers = docker === null ? [] : await foreignUsers(docker, all, project, sources, signal);
  return { sources, notes, services: [...own, ...strangers].toSorted(byName) };
}

async function readFiles(
  definition: ComposeDefinition,
  members: readonly ContainerSummary[],
): Promise<{ readonly compose: ComposeProject | null; readonly composeFiles: readonly string[] }> {
  if (definition.files.length > 0) {
    return {
      compose: await readComposeProject(definition.files, definition.workingDirectory),
      composeFiles: definition.files,
    };
  }
  // Only labels name these files; they may be of another machine, or gone: then containers speak alone.
  const composeFiles = labelledFiles(members);
  const kinds = await Promise.all(composeFiles.map(localKind));
  const readable = composeFiles.length > 0 && kinds.every((kind) => kind === 'file');
  const directory = definition.workingDirectory ?? firstLabel(members, label.workingDirectory) ?? null;
  return { compose: readable ? await readComposeProject(composeFiles, directory) : null, composeFiles };
}

async function inspectAll(
  docker: Docker,
  containers: readonly ContainerSummary[],
  signal: AbortSignal | undefined,
): Promise<ContainerInspection[]> {
  // One that is gone by now has no state to tell.
  const found = await Promise.all(containers.map((container) => findContainer(docker, container.Id, signal)));
  return found.filter((container) => container !== null);
}

function toService(
  container: ContainerInspection,
  project: string,
  all: readonly ContainerInspection[],
  model: ComposeModel | null,
): ServiceState {
  const name = container.Config.Labels[label.service];
  const fileDependencies = model?.services.find((service) => service.name === name)?.dependsOn ?? [];
  return serviceState(container, { project, all, fileDependencies });
}

async function foreignUsers(
  docker: Docker,
  all: readonly ContainerSummary[],
  project: string,
  sources: readonly Source[],
  signal: AbortSignal | undefined,
): Promise<ServiceState[]> {
  const data = sources.filter((source) => source.kind === 'volume' || source.kind === 'bind');
  const users = all.filter(
    (container) =>
      container.Labels[label.project] !== project &&
      container.Labels[label.job] === undefined &&
      container.Mounts.some((mount) =>
        data.some((source) => overlaps(mount.Type === 'volume' ? (mount.Name ?? '') : mount.Source, source.location)),
      ),
  );
  const inspected = await inspectAll(docker, users, signal);
  return inspected.map((container) => serviceState(container, { project, all: inspected, fileDependencies: [] }));
}

async function pathKinds(
  docker: Docker | null,
  paths: readonly string[],
  ownPaths: readonly string[],
): Promise<Map<string, PathKind>> {
  // Config files are read by this process; bind paths are paths of the engine's machine.
  const sameMachine = docker === null || docker.endpoint.kind === 'socket' || docker.endpoint.kind === 'pipe';
  const entries = await Promise.all(
    [...new Set(paths)].map(
      async (path): Promise<[string, PathKind]> => [
        path,
        sameMachine || ownPaths.includes(path) ? await localKind(path) : 'unknown',
      ],
    ),
  );
  return new Map(entries);
}

async function localKind(path: string): Promise<PathKind> {
  try {
    return (await stat(path)).isDirectory() ? 'directory' : 'file';
  } catch (error) {
    return errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR' ? 'missing' : 'unknown';
  }
}

/** What the labels of a project's containers say that they were made of. */
export interface LabelledProject {
  readonly files: readonly string[];
  /** As they were given, which may be relative. */
  readonly environmentFiles: readonly string[];
  readonly workingDirectory: string | null;
}

/** Of the newest container that lasts: labels are as compose was called when it made one. */
export async function labelledProject(docker: Docker, project: string): Promise<LabelledProject> {
  const containers = await listContainers(docker, `${label.project}=${project}`);
  // Docker lists the newest first.
  const members = containers.filter((container) => !isOneOff(container)).slice(0, 1);
  return {
    files: labelledFiles(members),
    environmentFiles: filesOfLabel(firstLabel(members, label.environmentFiles)),
    workingDirectory: firstLabel(members, label.workingDirectory) ?? null,
  };
}

function labelledFiles(members: readonly ContainerSummary[]): string[] {
  const directory = firstLabel(members, label.workingDirectory) ?? '';
  return filesOfLabel(firstLabel(members, label.files)).map((file) =>
    isAbsolute(file) ? file : join(directory, file),
  );
}

function firstLabel(members: readonly ContainerSummary[], key: string): string | undefined {
  return members.map((member) => member.Labels[key]).find((value) => value !== undefined && value !== '');
}

function isOneOff(container: ContainerSummary): boolean {
  return container.Labels[label.oneOff]?.toLowerCase() === 'true';
}

function byName(a: ServiceState, b: ServiceState): number {
  return (
    Number(a.foreign) - Number(b.foreign) ||
    (a.service < b.service ? -1 : Number(a.service > b.service)) ||
    a.number - b.number
  );
}
