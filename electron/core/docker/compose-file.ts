import { dirname, resolve } from 'node:path';
import { isScalar, parseDocument, visit, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { AppError, detailOf } from '../errors.ts';
import { interpolate, type Variables } from './compose-interpolation.ts';
import { type ComposeMount, parseMount } from './compose-mount.ts';
import { ComposeDocument, type ServiceDocument } from './compose-schema.ts';

/** Larger is no compose file that a person wrote; parsing it would hold the process up. */
export const composeSizeLimit = 1024 * 1024;
const aliasLimit = 1000;
const mergeKeyLimit = 1000;

export interface ComposeService {
  readonly name: string;
  readonly image: string | null;
  readonly dependsOn: readonly string[];
  readonly mounts: readonly ComposeMount[];
}

export interface ComposeVolume {
  readonly key: string;
  /** Its real name where the file says it; otherwise Docker's is `<project>_<key>`. */
  readonly name: string | null;
  readonly external: boolean;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
}

/** What compose files say about state and order. */
export interface ComposeModel {
  /** The file's `name:`. */
  readonly project: string | null;
  readonly services: readonly ComposeService[];
  readonly volumes: readonly ComposeVolume[];
  /** Absolute paths of env files, configs and secrets. */
  readonly configFiles: readonly string[];
  /** Files named by `include` or `extends`: they are not read. */
  readonly notFollowed: readonly string[];
}

/**
 * Reads one compose file. `path` says where it is, for errors and for relative paths, which begin at
 * `directory`. COMPOSE_FILE_INVALID for what is not YAML, not Compose, or made to exhaust its reader.
 */
export function parseCompose(
  text: string,
  path: string,
  variables: Variables,
  directory = dirname(path),
): ComposeModel {
  try {
    const document = ComposeDocument.parse(fillIn(readYaml(text), variables));
    return modelOf(document, directory, variables);
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : detailOf(error);
    throw new AppError('COMPOSE_FILE_INVALID', { path, detail }, { cause: error });
  }
}

/** Several files as Compose reads `-f a -f b`: what a later one says of a service or volume wins. */
export function mergeCompose(models: readonly ComposeModel[]): ComposeModel {
  return {
    project: models.findLast((model) => model.project !== null)?.project ?? null,
    services: [
      ...Map.groupBy(
        models.flatMap((model) => model.services),
        (service) => service.name,
      ).values(),
    ].map(mergeService),
    volumes: [...new Map(models.flatMap((model) => model.volumes).map((volume) => [volume.key, volume])).values()],
    configFiles: [...new Set(models.flatMap((model) => model.configFiles))],
    notFollowed: [...new Set(models.flatMap((model) => model.notFollowed))],
  };
}

function mergeService(versions: readonly ComposeService[]): ComposeService {
  return versions.reduce((base, over) => ({
    name: over.name,
    image: over.image ?? base.image,
    dependsOn: [...new Set([...base.dependsOn, ...over.dependsOn])],
    mounts: [...new Map([...base.mounts, ...over.mounts].map((mount) => [mount.target, mount])).values()],
  }));
}

function readYaml(text: string): unknown {
  if (Buffer.byteLength(text) > composeSizeLimit) throw new Error('larger than 1 MiB');
  // Merging is quadratic: half a megabyte of empty merges takes the parser 18 s.
  if ((text.match(/<</gu) ?? []).length > mergeKeyLimit) throw new Error(`more than ${mergeKeyLimit} merge keys`);
  // The parser would hold every key of a map against every other: minutes for the keys that a megabyte can have.
  const document = parseDocument(text, { merge: true, uniqueKeys: false, prettyErrors: true });
  const [first] = document.errors;
  if (first) throw first;
  visit(document, { Map: (_, map) => refuseTwice(map) });
  return document.toJS({ maxAliasCount: aliasLimit }) ?? {};
}

function refuseTwice({ items }: YAMLMap): void {
  const keys = new Set<unknown>();
  for (const { key } of items) {
    const value = isScalar(key) ? key.value : key;
    if (keys.has(value)) throw new Error(`Map keys must be unique: ${String(value)}`);
    keys.add(value);
  }
}

/** Fills variables into every string value. Aliased parts are shared, and stay shared. */
function fillIn(root: unknown, variables: Variables): unknown {
  const done = new Map<object, unknown>();
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return interpolate(value, variables);
    if (typeof value !== 'object' || value === null) return value;
    const known = done.get(value);
    if (known !== undefined) return known;
    const filled = Array.isArray(value)
      ? value.map(fill)
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
    done.set(value, filled);
    return filled;
  };
  return fill(root);
}

function modelOf(document: ComposeDocument, directory: string, variables: Variables): ComposeModel {
  const services = Object.entries(document.services).map(([name, service]) => ({ name, ...service }));
  const files = [...Object.values(document.configs), ...Object.values(document.secrets)].flatMap(
    (reference) => reference?.file ?? [],
  );
  const included = (document.include ?? []).flatMap((item) => (typeof item === 'string' ? item : item.path));
  const extended = services.flatMap(({ extends: base }) => (typeof base === 'object' ? (base?.file ?? []) : []));
  return {
    project: document.name ?? null,
    services: services.map((service) => ({
      name: service.name,
      image: service.image ?? null,
      dependsOn: dependenciesOf(service),
      mounts: (service.volumes ?? []).flatMap((mount) => parseMount(mount, directory, variables['HOME']) ?? []),
    })),
    volumes: Object.entries(document.volumes).map(([key, volume]) => volumeOf(key, volume)),
    configFiles: [...files, ...services.flatMap(environmentFiles)].map((file) => resolve(directory, file)),
    notFollowed: [...included, ...extended].map((file) => (file.includes('://') ? file : resolve(directory, file))),
  };
}

function volumeOf(key: string, volume: ComposeDocument['volumes'][string]): ComposeVolume {
  const { external } = volume;
  const isExternal = external !== undefined && external !== null && external !== false;
  const externalName = typeof external === 'object' ? external?.name : undefined;
  return {
    key,
    name: volume.name ?? externalName ?? (isExternal ? key : null),
    external: isExternal,
    driver: volume.driver ?? 'local',
    options: volume.driver_opts,
  };
}

function dependenciesOf(service: ServiceDocument): string[] {
  const needs = service.depends_on ?? [];
  const network =
    service.network_mode?.startsWith('service:') === true ? [service.network_mode.slice('service:'.length)] : [];
  const from = (service.volumes_from ?? []).filter((name) => !name.startsWith('container:'));
  const names = [...(Array.isArray(needs) ? needs : Object.keys(needs)), ...network];
  return [...new Set([...names, ...[...from, ...(service.links ?? [])].map((name) => name.split(':')[0] ?? name)])];
}

function environmentFiles(service: ServiceDocument): string[] {
  const files = service.env_file ?? [];
  return [files].flat().map((file) => (typeof file === 'string' ? file : file.path));
}
