import picomatch from 'picomatch';

/** Whether a path (`pathKey` form: one character per byte) is matched by one of the globs. */
export type PathMatcher = (key: string) => boolean;

/** Globs are relative to the source's root and `/`-separated; a leading `/` or `./` and a trailing `/` mean nothing. */
export function globMatcher(globs: readonly string[]): PathMatcher {
  const trimmed = globs
    .map((glob) => glob.replace(/^(\.?\/)+/u, '').replace(/\/+$/u, ''))
    .filter((glob) => glob !== '');
  if (trimmed.length === 0) return () => false;
  const matches = picomatch(trimmed, { dot: true, windows: false });
  return (key) => key !== '.' && matches(Buffer.from(key, 'latin1').toString('utf8'));
}

/** Folders of this name are Lifeboat's own (staging, kept old data), wherever they are. */
export function isOwnName(name: string): boolean {
  return name.startsWith('.lifeboat-');
}
