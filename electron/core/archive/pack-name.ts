import type { BackupType } from '../../../shared/model/backup.ts';

const longestVersion = 64;

/** A version, as an operator typed it, in characters that every file system and Windows share takes. */
function safeVersion(version: string | null): string {
  const safe = (version ?? '')
    .replace(/^v/u, '')
    .replaceAll(/[^A-Za-z0-9._-]+/gu, '-')
    .slice(0, longestVersion);
  const trimmed = safe.replace(/^[-.]+|[-.]+$/gu, '');
  return trimmed === '' ? 'unknown' : trimmed;
}

/**
 * `backup_{type}_v{version}_{YYYY-MM-DD_HH-MM-SS}` in UTC. `attempt` above 1 adds `_2`, `_3` …, for names
 * that are taken because two backups began in one second.
 */
export function packName(type: BackupType, appVersion: string | null, createdAt: string, attempt: number): string {
  const time = createdAt.slice(0, 19).replace('T', '_').replaceAll(':', '-');
  return `backup_${type}_v${safeVersion(appVersion)}_${time}${attempt > 1 ? `_${attempt}` : ''}`;
}

/** Whether a folder's name is one that `packName` gives. */
export function isPackName(name: string): boolean {
  return /^backup_(?:manual|pre-upgrade|scheduled|pre-rollback)_v[A-Za-z0-9._-]{1,64}_\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}(?:_\d+)?$/u.test(
    name,
  );
}

/**
 * Path of a part: `<folder>/<name><ending>`. What is unsafe in the source's name becomes `-`; `taken` keeps
 * two sources of one folder apart, compared without case because some file systems know none.
 */
export function partPath(folder: string, name: string, ending: string, taken: Set<string>): string {
  const safe = name
    .replaceAll(/[^A-Za-z0-9._-]+/gu, '-')
    .replace(/^[-.]+/u, '')
    .slice(0, 100);
  const base = `${folder}/${safe === '' ? 'source' : safe}`;
  let path = `${base}${ending}`;
  for (let n = 2; taken.has(path.toLowerCase()); n++) path = `${base}-${n}${ending}`;
  taken.add(path.toLowerCase());
  return path;
}
