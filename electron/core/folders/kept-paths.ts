import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { globMatcher, isOwnName } from '../archive/path-globs.ts';
import { parentKey } from '../archive/tar-path.ts';

/** What of a root belongs to nobody's backup: it is neither copied nor replaced, with all that is below it. */
export interface KeptPaths {
  /** `key`: a path relative to the root, one character per byte (`pathKey`). */
  readonly keeps: (key: string) => boolean;
  /** Whether something below this directory might be kept; false means that nothing is. */
  readonly mayKeepBelow: (key: string) => boolean;
}

export interface KeptRules {
  /** Absolute. */
  readonly root: string;
  /** Globs relative to the root, `/`-separated; a directory that matches is kept whole. */
  readonly exclude: readonly string[];
  /** Absolute paths inside or outside of the root: the storage folder, files that are sources of their own. */
  readonly skip: readonly string[];
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // A path that is not there yet (a database's -wal) is where its folder is.
    const parent = dirname(path);
    return parent === path ? path : join(real(parent), basename(path));
  }
}

function skippedKeys(root: string, skip: readonly string[]): Set<string> {
  const keys = new Set<string>();
  for (const path of skip) {
    const inside = relative(real(root), real(path));
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) continue;
    keys.add(Buffer.from(inside.split(sep).join('/')).toString('latin1'));
  }
  return keys;
}

/** Resolves the rules against the disk as it is now. */
export function createKeptPaths(rules: KeptRules): KeptPaths {
  const matches = globMatcher(rules.exclude);
  const skipped = skippedKeys(rules.root, rules.skip);
  const aboveSkipped = new Set<string>();
  for (const key of skipped) {
    for (let above = parentKey(key); above !== '.'; above = parentKey(above)) aboveSkipped.add(above);
  }
  return {
    keeps: (key) => isOwnName(key.slice(key.lastIndexOf('/') + 1)) || skipped.has(key) || matches(key),
    mayKeepBelow: (key) => rules.exclude.length > 0 || aboveSkipped.has(key),
  };
}
