import type { ServiceMount, ServiceState } from '../../../shared/model/stack.ts';
import { detectDatabase } from '../databases/detect.ts';
import type { ContainerInspection } from './engine-answers.ts';
import { dependenciesOfLabel, label } from './project-labels.ts';
import { roleOf } from './service-role.ts';

const states = ['running', 'paused', 'restarting', 'exited', 'created', 'dead', 'removing'] as const;
const healths = ['starting', 'healthy', 'unhealthy'] as const;

/**
 * What Lifeboat keeps of a container. `all`: the other containers of its project, to which network and
 * volume references by id point. `fileDependencies`: what the compose file says that it needs.
 */
export function serviceState(
  container: ContainerInspection,
  context: {
    readonly project: string;
    readonly all: readonly ContainerInspection[];
    readonly fileDependencies: readonly string[];
  },
): ServiceState {
  const labels = container.Config.Labels;
  const project = labels[label.project] ?? null;
  const name = container.Name.replace(/^\//u, '');
  // Engines know no other states; one that does is not known to be stopped.
  const state = states.find((known) => known === container.State.Status) ?? 'running';
  const mounts = container.Mounts.flatMap(mountOf);
  const restartPolicy = container.HostConfig.RestartPolicy?.Name || 'no';
  return {
    containerId: container.Id,
    containerName: name,
    project,
    service: labels[label.service] ?? name,
    number: Number(labels[label.number] ?? 1) || 1,
    state,
    role: roleOf({ state, restartPolicy, exitCode: container.State.ExitCode }),
    restartPolicy,
    autoRemove: container.HostConfig.AutoRemove,
    exitCode: container.State.ExitCode,
    startedAt: container.State.StartedAt,
    health: healths.find((known) => known === container.State.Health?.Status) ?? 'none',
    image: container.Config.Image,
    imageId: container.Image,
    dependsOn: dependenciesOf(container, context),
    mounts,
    foreign: project !== context.project,
    database: detectDatabase({
      image: container.Config.Image,
      environment: environmentOf(container.Config.Env),
      ports: Object.keys(container.Config.ExposedPorts ?? {}).flatMap((port) => tcpPort(port)),
      mounts,
    }),
  };
}

function dependenciesOf(
  container: ContainerInspection,
  context: {
    readonly project: string;
    readonly all: readonly ContainerInspection[];
    readonly fileDependencies: readonly string[];
  },
): string[] {
  const { NetworkMode: network, VolumesFrom: volumesFrom, Links: links } = container.HostConfig;
  const references = [
    ...(network.startsWith('container:') ? [network.slice('container:'.length)] : []),
    ...volumesFrom.map((from) => from.replace(/:(?:ro|rw|z|Z)(?:,.*)?$/u, '')),
    ...links.map((link) => link.split(':')[0] ?? ''),
  ];
  const referenced = references.flatMap((reference) => {
    const found = context.all.find(
      (other) => other.Id === reference || other.Name.replace(/^\//u, '') === reference.replace(/^\//u, ''),
    );
    return found?.Config.Labels[label.service] ?? [];
  });
  const labelled = dependenciesOfLabel(container.Config.Labels[label.dependsOn]);
  const own = container.Config.Labels[label.service];
  const names = new Set([...labelled, ...context.fileDependencies, ...referenced]);
  return [...names].filter((name) => name !== own).toSorted();
}

function mountOf(mount: ContainerInspection['Mounts'][number]): ServiceMount[] {
  const common = { destination: mount.Destination, writable: mount.RW };
  if (mount.Type === 'volume') return [{ type: 'volume', source: mount.Name ?? mount.Source, ...common }];
  if (mount.Type === 'bind') return [{ type: 'bind', source: mount.Source, ...common }];
  return [];
}

function environmentOf(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line): [string, string] => {
      const cut = line.indexOf('=');
      return cut === -1 ? [line, ''] : [line.slice(0, cut), line.slice(cut + 1)];
    }),
  );
}

function tcpPort(port: string): number[] {
  const [number, protocol = 'tcp'] = port.split('/');
  return protocol === 'tcp' && Number.isInteger(Number(number)) ? [Number(number)] : [];
}
