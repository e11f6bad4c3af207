import type { Job } from '../../../shared/model/job.ts';
import type { Catalog } from '../catalog/database.ts';
import { isAlive } from './process-identity.ts';

/** Open jobs whose process is gone: they will never end by themselves, and recovery must end them. */
export function deadJobs(catalog: Catalog): Job[] {
  return catalog.jobs.open().filter((job) => !isAlive(catalog.jobs.owner(job.id).process));
}
