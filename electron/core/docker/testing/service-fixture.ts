import type { ServiceState } from '../../../../shared/model/stack.ts';

/** A running container for tests. */
export function aService(service: string, differs: Partial<ServiceState> = {}): ServiceState {
  return {
    containerId: `id-${service}`,
    containerName: service,
    project: 'p',
    service,
    number: 1,
    state: 'running',
    role: 'long-running',
    restartPolicy: 'no',
    autoRemove: false,
    exitCode: 0,
    startedAt: '2026-01-01T00:00:00Z',
    health: 'none',
    image: 'image:1',
    imageId: 'sha256:1',
    dependsOn: [],
    mounts: [],
    foreign: false,
    database: null,
    ...differs,
  };
}
