import { z } from 'zod';
import type { Docker } from '../../electron/core/docker/client.ts';
import { listContainers } from '../../electron/core/docker/containers.ts';
import { label } from '../../electron/core/docker/project-labels.ts';

const facts = z.object({ State: z.object({ Pid: z.number() }) });

/** The process of the helper that a job runs now; null while it runs none. */
export async function helperProcess(docker: Docker, jobId: string): Promise<number | null> {
  const helpers = await listContainers(docker, `${label.job}=${jobId}`);
  const helper = helpers.find(({ State: state }) => state === 'running');
  if (helper === undefined) return null;
  const call = { what: 'inspect a helper', method: 'GET', path: `/containers/${helper.Id}/json` } as const;
  const { State: state } = await docker.ask(call, facts);
  return state.Pid === 0 ? null : state.Pid;
}
