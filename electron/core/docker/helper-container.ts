import { hasCode } from '../errors.ts';
import type { Docker } from './client.ts';
import { CreatedContainer } from './engine-answers.ts';
import { isMissing, listContainers } from './containers.ts';
import { label } from './project-labels.ts';

/** Where a helper sees the volume or folder that it works on. */
export const helperMountPoint = '/lifeboat-source';

/** A volume by its name, or a folder of the engine's machine by its absolute path. */
export interface DockerMount {
  readonly type: 'volume' | 'bind';
  readonly source: string;
}

export interface HelperOptions {
  readonly jobId: string;
  /** Id of an image that is there; nothing is ever pulled. */
  readonly imageId: string;
  readonly mount: DockerMount | null;
  readonly writable: boolean;
  /** What it runs if it is started. */
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface HelperContainer extends AsyncDisposable {
  readonly id: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Creates, and does not start, a container through which the engine reads or writes a volume. It has no
 * network, and if it has a command a read-only root and only the rights to move and own files. A volume
 * that does not exist would be made by this: look first. Disposing removes it.
 */
export async function createHelper(docker: Docker, options: HelperOptions): Promise<HelperContainer> {
  const { jobId, imageId, mount, writable, command, env = {}, signal } = options;
  const body = {
    Image: imageId,
    Labels: { [label.job]: jobId },
    // An image's entry point would run before the command, and its volumes would leave litter behind.
    Entrypoint: command ?? ['/lifeboat-never-started'],
    Cmd: [],
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    User: '0:0',
    WorkingDir: '/',
    NetworkDisabled: true,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: 'none',
      // One that never runs needs its root writable for the engine to dress the mount point from outside.
      ReadonlyRootfs: command !== undefined,
      CapDrop: ['ALL'],
      CapAdd: ['CHOWN', 'FOWNER', 'DAC_OVERRIDE', 'FSETID'],
      SecurityOpt: ['no-new-privileges'],
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
      Mounts: mount === null ? [] : [mountSpecification(mount, writable)],
    },
  };
  const what = `create a helper for ${mount?.source ?? imageId.slice(0, 19)}`;
  signal?.throwIfAborted();
  // Not with the signal: of a call that is broken off nobody knows whether it made a container.
  const { Id: id } = await docker.ask({ what, method: 'POST', path: '/containers/create', body }, CreatedContainer);
  if (signal?.aborted === true) {
    await removeHelper(docker, id);
    throw signal.reason;
  }
  return { id, [Symbol.asyncDispose]: () => removeHelper(docker, id) };
}

/**
 * Removes the helper containers that `isDead` says belong to a dead job, and returns how many. For the
 * next start after a crash; may run again.
 */
export async function removeHelpers(
  docker: Docker,
  isDead: (jobId: string) => boolean,
  signal?: AbortSignal,
): Promise<number> {
  const helpers = await listContainers(docker, label.job, signal);
  const dead = helpers.filter((helper) => isDead(helper.Labels[label.job] ?? ''));
  for (const helper of dead) await removeHelper(docker, helper.Id);
  return dead.length;
}

/**
 * Ends helpers of a job that still run on a mount and may write there. A killed Lifeboat leaves them at work, and two
 * at work on one place would undo each other. To be called by the one that holds the stack: another one's are at work.
 */
export async function endRunningHelpers(docker: Docker, jobId: string, mount: DockerMount): Promise<void> {
  const helpers = await listContainers(docker, `${label.job}=${jobId}`);
  for (const { Id: id, State: state, Mounts: mounts } of helpers) {
    const isHere = mounts.some(({ Name: name, Source: source, RW }) => RW && (name ?? source) === mount.source);
    if (isHere && state !== 'created' && state !== 'exited') await removeHelper(docker, id);
  }
}

async function removeHelper(docker: Docker, id: string): Promise<void> {
  try {
    // With its anonymous volumes: those that the image declares are made for every container.
    await docker.tell({
      what: 'remove a helper',
      method: 'DELETE',
      path: `/containers/${id}`,
      query: { force: true, v: true },
      limitMs: 60_000,
    });
  } catch (error) {
    // An engine that went away keeps it; the next start removes it by its label. What failed before matters more.
    const isAway = hasCode(error, 'DOCKER_UNREACHABLE') || hasCode(error, 'DOCKER_LOST');
    if (!isAway && !isMissing(error)) throw error;
  }
}

function mountSpecification(mount: DockerMount, writable: boolean): object {
  const common = { Source: mount.source, Target: helperMountPoint, ReadOnly: !writable };
  // Without NoCopy the engine would fill an empty volume from the image.
  return mount.type === 'volume'
    ? { Type: 'volume', ...common, VolumeOptions: { NoCopy: true } }
    : { Type: 'bind', ...common, BindOptions: { Propagation: 'rprivate' } };
}
