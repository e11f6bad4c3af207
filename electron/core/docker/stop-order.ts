import type { ServiceState, Source } from '../../../shared/model/stack.ts';

/**
 * The containers to stop for a cold copy of `sources`, in the order of stopping: every running one of
 * the stack, and foreign ones that can write to a source. Who depends on another is stopped before it.
 */
export function planStops(services: readonly ServiceState[], sources: readonly Source[]): ServiceState[] {
  const chosen = services.filter(
    (service) => service.role === 'long-running' && (!service.foreign || canWrite(service, sources)),
  );
  return startOrder(chosen).toReversed();
}

/** Containers that keep a source open and are not stopped by `planStops`, because they are paused. */
export function blockers(services: readonly ServiceState[], sources: readonly Source[]): ServiceState[] {
  return services.filter((service) => service.state === 'paused' && canWrite(service, sources));
}

/** Dependencies first; among equals by foreignness, name and number, so that every run agrees. Cycles are cut. */
function startOrder(services: readonly ServiceState[]): ServiceState[] {
  const sorted = services.toSorted(
    (a, b) =>
      Number(a.foreign) - Number(b.foreign) ||
      compare(a.project ?? '', b.project ?? '') ||
      compare(a.service, b.service) ||
      a.number - b.number ||
      compare(a.containerId, b.containerId),
  );
  const byService = Map.groupBy(sorted, serviceKey);
  const seen = new Set<ServiceState>();
  const ordered: ServiceState[] = [];
  for (const root of sorted) {
    // A stack of its own instead of recursion: a compose file may chain thousands of services.
    const path: { service: ServiceState; needs: ServiceState[] }[] = [];
    const enter = (service: ServiceState): void => {
      if (seen.has(service)) return;
      seen.add(service);
      const needs = service.dependsOn.flatMap((name) => byService.get(serviceKey({ ...service, service: name })) ?? []);
      path.push({ service, needs });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.needs.shift();
      if (next) {
        enter(next);
      } else {
        ordered.push(top.service);
        path.pop();
      }
    }
  }
  return ordered;
}

function serviceKey(service: Pick<ServiceState, 'project' | 'service'>): string {
  return `${service.project ?? ''}\0${service.service}`;
}

/** Whether a container mounts one of the sources, or something of it, writable. */
export function canWrite(service: ServiceState, sources: readonly Source[]): boolean {
  return service.mounts.some(
    (mount) => mount.writable && sources.some((source) => overlaps(mount.source, source.location)),
  );
}

/** Whether a mount of `a` shows something of `b`: the same volume or path, or one path inside the other. */
export function overlaps(a: string, b: string): boolean {
  return a === b || isInside(a, b) || isInside(b, a);
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
