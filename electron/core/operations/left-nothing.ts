import type { ManifestPart } from '../archive/manifest.ts';

/**
 * Whether the globs of what is left out have left nothing of the data: every part is a bare root. Such a pack reads
 * back without a fault and holds nothing, so it must not count as a backup. What is empty by itself is no fault.
 */
export function leftNothing(parts: readonly ManifestPart[]): boolean {
  const data = parts.filter((part) => part.kind !== 'image');
  return data.length > 0 && data.every(isBareByExclusion);
}

function isBareByExclusion(part: ManifestPart): boolean {
  if (!('exclude' in part)) return false;
  return part.exclude.length > 0 && !part.singleFile && part.entries <= 1;
}
