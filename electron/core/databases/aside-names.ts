import { createHash } from 'node:crypto';

/** What the names of all databases begin with that Lifeboat keeps beside live ones. */
export const asidePrefix = 'lifeboat_';

/** Names beside a live database, for what a job loads and for what it takes out. At most 63 bytes, the least that an engine allows. */
export function asideNames(jobId: string, database: string): { readonly fresh: string; readonly old: string } {
  // One job may exchange several databases of one server.
  const site = createHash('sha256').update(database).digest('hex').slice(0, 8);
  const base = `${asidePrefix}${jobId}_${site}`;
  return { fresh: `${base}_new`, old: `${base}_old` };
}
