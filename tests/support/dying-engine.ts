import type { Docker } from '../../electron/core/docker/client.ts';

/** An engine that cannot be asked any more after so many processes in containers, as it is for a process that died. */
export function diesAfter(docker: Docker, processes: number): Docker {
  let started = 0;
  return {
    ...docker,
    attach: async (call) => {
      started += 1;
      if (started > processes) throw new Error('this process died');
      return docker.attach(call);
    },
  };
}
