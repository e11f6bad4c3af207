import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Source } from '../../../shared/model/stack.ts';
import { AppError, detailOf, hasCode } from '../errors.ts';
import type { Docker, EngineCall } from './client.ts';
import { isMissing } from './containers.ts';
import { VolumeInspection, VolumeList } from './engine-answers.ts';
import { guardedStream } from './guarded-stream.ts';
import { timeOfPathStat } from './path-stat.ts';
import { createHelper, type DockerMount, type HelperContainer, helperMountPoint } from './helper-container.ts';

export interface TreeAccess {
  readonly mount: DockerMount;
  /** Only this entry of the root, e.g. the file of a single-file bind mount whose folder is mounted; absent = all. */
  readonly entry?: string;
  /** Id of any image that is there; it is never run. */
  readonly imageId: string;
  readonly jobId: string;
  readonly signal: AbortSignal;
}

/**
 * The tree of a volume or bind mount as the plain tar that the engine sends; the root's own entry is
 * `./`, and there is none when a single `entry` is read. A helper container exists until the stream
 * closes, which comes after its end: when `end` is heard the bytes are all there.
 */
export function readTree(docker: Docker, access: TreeAccess): Readable {
  const { mount, signal } = access;
  const open = async () => {
    await requireMount(docker, mount, signal);
    const helper = await createReader(docker, access);
    const release = (): Promise<void> => helper[Symbol.asyncDispose]();
    try {
      return {
        response: await docker.begin(treeCall(helper.id, `${helperMountPoint}/${access.entry ?? '.'}`, access)),
        release,
      };
    } catch (error) {
      await release();
      throw error;
    }
  };
  return guardedStream(open, { endpoint: docker.endpoint, what: `read ${mount.source}`, signal });
}

/** SOURCE_MISSING for a volume that does not exist: mounting it would make an empty one. */
export async function requireMount(docker: Docker, mount: DockerMount, signal?: AbortSignal): Promise<void> {
  const isThere = mount.type === 'bind' || (await findVolume(docker, mount.source, signal)) !== null;
  if (!isThere) throw new AppError('SOURCE_MISSING', { path: mount.source });
}

async function createReader(docker: Docker, access: TreeAccess): Promise<HelperContainer> {
  try {
    return await createHelper(docker, { ...access, writable: false });
  } catch (error) {
    // The engine has no code of its own for it: "bind source path does not exist: /x".
    const isGone = hasCode(error, 'DOCKER_CALL_FAILED') && /bind source path does not exist/u.test(detailOf(error));
    throw isGone ? new AppError('SOURCE_MISSING', { path: access.mount.source }, { cause: error }) : error;
  }
}

/** The tar of one path inside a container's file system. */
export async function openTree(
  docker: Docker,
  containerId: string,
  path: string,
  access: Pick<TreeAccess, 'mount' | 'signal'>,
): Promise<Readable> {
  return (await docker.open(treeCall(containerId, path, access))).body;
}

function treeCall(containerId: string, path: string, access: Pick<TreeAccess, 'mount' | 'signal'>): EngineCall {
  return {
    what: `read ${access.mount.source}`,
    method: 'GET',
    path: `/containers/${containerId}/archive`,
    query: { path },
    signal: access.signal,
    limitMs: 120_000,
  };
}

/** Modification time of one path inside a container's file system, in nanoseconds since the epoch. */
export async function timeOfPath(
  docker: Docker,
  containerId: string,
  path: string,
  what: string,
  signal?: AbortSignal,
): Promise<bigint> {
  const call = { what: `look at ${what}`, method: 'HEAD', path: `/containers/${containerId}/archive` } as const;
  const { headers, body } = await docker.open({ ...call, query: { path }, signal });
  body.destroy();
  return timeOfPathStat(headers['x-docker-container-path-stat']);
}

/**
 * Extracts a plain tar into a folder of a container's file system that is there. Compressed tar is
 * never sent: the engine would run a decompressor as root for it. SPACE_EXHAUSTED when it does not fit.
 */
export async function putTree(
  docker: Docker,
  containerId: string,
  path: string,
  tar: Readable,
  access: Pick<TreeAccess, 'mount' | 'signal'>,
): Promise<void> {
  try {
    await docker.tell({
      what: `write ${access.mount.source}`,
      method: 'PUT',
      path: `/containers/${containerId}/archive`,
      query: { path, noOverwriteDirNonDir: true },
      upload: tar,
      signal: access.signal,
      limitMs: 60_000,
    });
  } catch (error) {
    const isFull = hasCode(error, 'DOCKER_CALL_FAILED') && /no space left on device/u.test(detailOf(error));
    throw isFull ? new AppError('SPACE_EXHAUSTED', { path: access.mount.source }, { cause: error }) : error;
  }
}

/** Bytes used by each volume, as far as the engine knows. Slow on large machines: it walks every volume. */
export async function volumeSizes(docker: Docker, signal?: AbortSignal): Promise<Map<string, number>> {
  const answer = await docker.ask(
    { what: 'measure volumes', method: 'GET', path: '/system/df', query: { type: 'volume' }, signal, limitMs: 300_000 },
    VolumeList,
  );
  return new Map(
    answer.Volumes.flatMap(({ Name: name, UsageData: usage }) =>
      usage && usage.Size >= 0 ? [[name, usage.Size]] : [],
    ),
  );
}

/** All volumes that the engine has. */
export async function listVolumes(docker: Docker, signal?: AbortSignal): Promise<VolumeInspection[]> {
  const answer = await docker.ask({ what: 'list volumes', method: 'GET', path: '/volumes', signal }, VolumeList);
  return answer.Volumes;
}

/** A volume, or null when there is none of that name. */
export async function findVolume(docker: Docker, name: string, signal?: AbortSignal): Promise<VolumeInspection | null> {
  try {
    return await docker.ask(
      { what: `inspect volume ${name}`, method: 'GET', path: `/volumes/${encodeURIComponent(name)}`, signal },
      VolumeInspection,
    );
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Makes a volume like the one that a backup was taken of. One that is there already is left as it is. */
export async function createVolume(
  docker: Docker,
  name: string,
  like: Required<Source>['volume'],
  signal?: AbortSignal,
): Promise<void> {
  const body = { Name: name, Driver: like.driver, DriverOpts: like.options, Labels: like.labels };
  await docker.ask(
    { what: `create volume ${name}`, method: 'POST', path: '/volumes/create', body, signal },
    z.object({ Name: z.string() }),
  );
}
