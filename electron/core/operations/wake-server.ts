import { awaken } from '../databases/awaken.ts';
import type { DatabaseServer } from '../databases/driver.ts';
import { stopContainer } from '../docker/containers.ts';
import type { JobControl } from '../jobs/job-control.ts';

/**
 * Starts the server of a database that does not run, and waits until it answers. With `asFound` it is stopped again at
 * the job's end. Resolves to whether it had to be started. What `awaken` throws.
 */
export async function wakeServer(
  job: JobControl,
  server: DatabaseServer,
  { source, asFound }: { readonly source: string; readonly asFound: boolean },
): Promise<boolean> {
  const started = (): void => {
    if (!asFound) return;
    job.resources.defer(async () => {
      await stopContainer(server.docker, server.containerId);
    });
  };
  return job.step('start database', { source }, async () => awaken(server, { signal: job.signal, started }));
}
