import { createHash } from 'node:crypto';

const aside = /^lifeboat_[a-z0-9]+_[0-9a-f]{8}_(?:new|old)$/u;

/** Whether a database is one that Lifeboat keeps beside a live one: `lifeboat_shop` is somebody's own. */
export function isAside(database: string): boolean {
  return aside.test(database);
}

/** Names beside a live database, for what a job loads and for what it takes out. At most 63 bytes, the least that an engine allows. */
export function asideNames(jobId: string, database: string): { readonly fresh: string; readonly old: string } {
  // One job may exchange several databases of one server.
  const site = createHash('sha256').update(database).digest('hex').slice(0, 8);
  const base = `lifeboat_${jobId}_${site}`;
  return { fresh: `${base}_new`, old: `${base}_old` };
}
