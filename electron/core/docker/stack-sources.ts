import { createHash } from 'node:crypto';
import { basename, isAbsolute, relative, sep } from 'node:path';
import type { ServiceState, Source, StackNote } from '../../../shared/model/stack.ts';
import { showsTheMachine } from './bind-purpose.ts';
import type { ComposeModel } from './compose-file.ts';
import type { VolumeInspection } from './engine-answers.ts';
import { label } from './project-labels.ts';

/** What a path of the engine's machine is; `unknown` when it cannot be seen from here. */
export type PathKind = 'file' | 'directory' | 'missing' | 'unknown';

export interface StackFacts {
  readonly project: string;
  readonly exclude: readonly string[];
  /** Containers of the project itself. */
  readonly services: readonly ServiceState[];
  /** All volumes of the engine; null when no engine is there. */
  readonly volumes: readonly VolumeInspection[] | null;
  readonly model: ComposeModel | null;
  /** Folder that config files are named from. */
  readonly directory: string | null;
  /** Compose files, `.env`, env files, configs and secrets: absolute paths. */
  readonly configFiles: readonly string[];
  readonly kinds: ReadonlyMap<string, PathKind>;
}

type Draft = Omit<Source, 'id'>;

/** Everything of a stack that holds state, and what deserves a word about it. Sorted, so equal facts give equal lists. */
export function stackSources(facts: StackFacts): { readonly sources: Source[]; readonly notes: StackNote[] } {
  const binds = bindPaths(facts);
  const notes: StackNote[] = [
    ...binds.filter(showsTheMachine).map((subject) => ({ kind: hostNote(subject), subject })),
    ...binds
      .filter((path) => !showsTheMachine(path) && facts.kinds.get(path) === 'missing')
      .map((subject) => ({ kind: 'missing-bind' as const, subject })),
    ...facts.configFiles
      .filter((path) => facts.kinds.get(path) === 'missing')
      .map((subject) => ({ kind: 'config-missing' as const, subject })),
    ...(facts.model?.notFollowed ?? []).map((subject) => ({ kind: 'include-not-read' as const, subject })),
    ...missingVolumes(facts).map((subject) => ({ kind: 'missing-volume' as const, subject })),
    ...volumeNames(facts).flatMap((name) => volumeNotes(name, facts)),
  ];
  const data = binds.filter((path) => !showsTheMachine(path) && facts.kinds.get(path) !== 'missing');
  const sources = withIds([
    ...volumeNames(facts).map((name) => volumeSource(name, facts)),
    ...outermost(data).map((path) => bindSource(path, facts)),
    ...facts.configFiles
      .filter((path) => facts.kinds.get(path) === 'file' && !data.includes(path))
      .map((path) => configSource(path, facts)),
    ...imageSources(facts),
  ]);
  return { sources, notes: notes.toSorted((a, b) => compare(`${a.kind} ${a.subject}`, `${b.kind} ${b.subject}`)) };
}

/** Paths that the stack binds, whatever they are. For asking what each of them is. */
export function bindPaths(facts: Pick<StackFacts, 'services' | 'model'>): string[] {
  const mounted = facts.services
    .flatMap((service) => service.mounts)
    .flatMap((mount) => (mount.type === 'bind' ? mount.source : []));
  const planned = servicesWithoutContainer(facts)
    .flatMap((service) => service.mounts)
    .flatMap((mount) => (mount.type === 'bind' ? mount.path : []));
  return [...new Set([...mounted, ...planned])].toSorted(compare);
}

function hostNote(path: string): 'docker-socket' | 'host-path' {
  return path.endsWith('.sock') ? 'docker-socket' : 'host-path';
}

function volumeNames(facts: StackFacts): string[] {
  const mounted = facts.services
    .flatMap((service) => service.mounts)
    .flatMap((mount) => (mount.type === 'volume' ? mount.source : []));
  const labelled = (facts.volumes ?? [])
    .filter((volume) => volume.Labels[label.project] === facts.project)
    .map((volume) => volume.Name);
  // A volume that Docker has not made yet holds nothing.
  const planned = plannedVolumes(facts).filter((name) => isKnown(name, facts));
  return [...new Set([...mounted, ...labelled, ...planned])].toSorted(compare);
}

/** Volumes that the compose file names and the engine does not have: nothing yet, or not under this name. */
function missingVolumes(facts: StackFacts): string[] {
  return [...new Set(plannedVolumes(facts).filter((name) => !isKnown(name, facts)))].toSorted(compare);
}

function plannedVolumes(facts: StackFacts): string[] {
  const mounts = (facts.model?.services ?? []).flatMap((service) => service.mounts);
  return mounts.flatMap((mount) => (mount.type === 'volume' ? realName(mount.key, facts) : []));
}

function isKnown(name: string, facts: StackFacts): boolean {
  return facts.volumes === null || facts.volumes.some((volume) => volume.Name === name);
}

function servicesWithoutContainer(facts: Pick<StackFacts, 'services' | 'model'>): ComposeModel['services'] {
  const present = new Set(facts.services.map((service) => service.service));
  return (facts.model?.services ?? []).filter((service) => !present.has(service.name));
}

function realName(key: string, facts: StackFacts): string {
  return facts.model?.volumes.find((volume) => volume.key === key)?.name ?? `${facts.project}_${key}`;
}

function volumeSource(name: string, facts: StackFacts): Draft {
  const found = facts.volumes?.find((volume) => volume.Name === name);
  const declared = facts.model?.volumes.find((volume) => realName(volume.key, facts) === name);
  return {
    kind: 'volume',
    name: volumeShortName(name, found, facts),
    location: name,
    exclude: facts.exclude,
    singleFile: false,
    volume: {
      driver: found?.Driver ?? declared?.driver ?? 'local',
      options: found?.Options ?? declared?.options ?? {},
      labels: found?.Labels ?? {},
    },
  };
}

function volumeShortName(name: string, found: VolumeInspection | undefined, facts: StackFacts): string {
  if (isAnonymous(name, found)) {
    const user = facts.services.find((service) => service.mounts.some((mount) => mount.source === name));
    const mount = user?.mounts.find((candidate) => candidate.source === name);
    if (user && mount) {
      const number = user.number === 1 ? [] : [String(user.number)];
      return [user.service, ...number, ...mount.destination.split('/').filter((part) => part !== '')].join('-');
    }
  }
  const declared = facts.model?.volumes.find((volume) => realName(volume.key, facts) === name)?.key;
  const prefix = `${facts.project}_`;
  return found?.Labels[label.volume] ?? declared ?? (name.startsWith(prefix) ? name.slice(prefix.length) : name);
}

function isAnonymous(name: string, found: VolumeInspection | undefined): boolean {
  return (
    found?.Labels[label.anonymousVolume] !== undefined ||
    (/^[0-9a-f]{64}$/u.test(name) && found?.Labels[label.volume] === undefined)
  );
}

function volumeNotes(name: string, facts: StackFacts): StackNote[] {
  const found = facts.volumes?.find((volume) => volume.Name === name);
  const declared = facts.model?.volumes.find((volume) => realName(volume.key, facts) === name);
  const driver = found?.Driver ?? declared?.driver ?? 'local';
  const options = found?.Options ?? declared?.options ?? {};
  const notes: StackNote[] = [];
  if (isAnonymous(name, found)) notes.push({ kind: 'anonymous-volume', subject: name });
  if (declared?.external === true) notes.push({ kind: 'external-volume', subject: name });
  // The local driver with a device is really a share or a folder of the machine.
  if (driver !== 'local' || options['device'] !== undefined) notes.push({ kind: 'special-driver', subject: name });
  return notes;
}

function bindSource(path: string, facts: StackFacts): Draft {
  return {
    kind: 'bind',
    name: basename(path),
    location: path,
    exclude: facts.exclude,
    singleFile: facts.kinds.get(path) === 'file',
  };
}

function configSource(path: string, facts: StackFacts): Draft {
  const inside = facts.directory === null ? basename(path) : relative(facts.directory, path);
  const name = inside.startsWith('..') || isAbsolute(inside) ? basename(path) : inside.split(sep).join('/');
  return { kind: 'config', name, location: path, exclude: [], singleFile: true };
}

function imageSources(facts: StackFacts): Draft[] {
  const images = new Map(facts.services.map((service) => [`${service.image}\0${service.imageId}`, service]));
  return [...images.values()].map((service) => ({
    kind: 'image',
    name: service.image,
    location: service.imageId,
    exclude: [],
    singleFile: false,
  }));
}

/** A path inside another one of the list comes with it. */
function outermost(paths: readonly string[]): string[] {
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
}

/** Same-named sources are told apart by where they live, so that an id does not depend on its neighbours' order. */
function withIds(drafts: readonly Draft[]): Source[] {
  const taken = Map.groupBy(drafts, (draft) => `${draft.kind}/${draft.name}`);
  const sources = drafts.map((draft) => {
    const alone = taken.get(`${draft.kind}/${draft.name}`)?.length === 1;
    const name = alone
      ? draft.name
      : `${draft.name}-${createHash('sha256').update(draft.location).digest('hex').slice(0, 8)}`;
    return { id: `${draft.kind}/${name}`, ...draft, name };
  });
  const rank = ['volume', 'bind', 'config', 'image'];
  return sources.toSorted((a, b) => rank.indexOf(a.kind) - rank.indexOf(b.kind) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
