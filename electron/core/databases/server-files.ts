import type { ServiceMount, ServiceState, Source } from '../../../shared/model/stack.ts';
import { isMixedPlace } from './detect.ts';

/** Where the files of a server are, among a stack's sources. */
export interface ServerFiles {
  /** Ids of the sources that hold its files and nothing else. */
  readonly holds: readonly string[];
  /** A source that holds its files beside others; null for none. */
  readonly within: string | null;
}

type Container = Pick<ServiceState, 'containerId' | 'mounts' | 'database'>;

/**
 * What a dump may stand for, and what holds more than a dump does: a bind mount around the files, a place where the
 * image keeps its configuration too, and what another container mounts, whose files would be in no backup.
 */
export function serverFiles(server: Container, all: readonly Container[], sources: readonly Source[]): ServerFiles {
  const holds = server.database?.holds ?? [];
  const own = sources.filter(
    ({ kind, location }) => (kind === 'volume' || kind === 'bind') && holds.includes(location),
  );
  // Bind mounts inside another one are one source: then the files are beside others in it.
  const around = sources.find(
    ({ kind, location }) => kind === 'bind' && holds.some((path) => path.startsWith(`${location}/`)),
  );
  const others = all.filter(({ containerId }) => containerId !== server.containerId).flatMap(({ mounts }) => mounts);
  const isMore = ({ location }: Source): boolean =>
    others.some((mount) => mayPutFiles(mount, location)) ||
    server.mounts.some(
      ({ source, destination }) =>
        source === location && server.database !== null && isMixedPlace(server.database.engine, destination),
    );
  const mixed = own.find(isMore);
  return {
    holds: own.filter((source) => !isMore(source)).map(({ id }) => id),
    within: (around ?? mixed)?.id ?? null,
  };
}

/** What is read there and is no volume was put there by somebody from outside. */
function mayPutFiles({ type, source, writable }: ServiceMount, location: string): boolean {
  return (source === location || source.startsWith(`${location}/`)) && (writable || type === 'bind');
}
