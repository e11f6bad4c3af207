/** IANA names that can be chosen; `chosen` is among them, whatever this machine knows. */
export function timeZones(chosen: string | null): readonly string[] {
  const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  if (chosen !== null) known.add(chosen);
  return [...known].toSorted();
}

/** A zone's name as people write it. */
export function zoneLabel(zone: string): string {
  return zone.replaceAll('_', ' ');
}
