/** What the name of an archive from another tool tells: `backup_{type}_v{version}_{time}` and its relatives. */
export interface ArchiveFacts {
  readonly appVersion: string | null;
  /** ISO 8601; null when the name has no time. */
  readonly createdAt: string | null;
}

const timeInName = /(?<!\d)(\d{4})-?(\d{2})-?(\d{2})[T_-](\d{2})[-:]?(\d{2})[-:]?(\d{2})(?!\d)/u;

/** Reads a file's base name; times in names are UTC. */
export function archiveFacts(name: string): ArchiveFacts {
  const version = /^backup_[a-z-]+_v(?<version>[A-Za-z0-9._-]+?)_\d{4}-\d{2}-\d{2}/u.exec(name)?.groups?.['version'];
  return { appVersion: version === undefined || version === 'unknown' ? null : version, createdAt: timeOf(name) };
}

function timeOf(name: string): string | null {
  const found = timeInName.exec(name);
  if (found === null) return null;
  const [year = '', month = '', day = '', hour = '', minute = '', second = ''] = found.slice(1);
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = Date.parse(text);
  // `Date` would turn the 31st of February into a day of March.
  return Number.isNaN(time) || new Date(time).toISOString() !== text ? null : text;
}
