import { join, resolve } from 'node:path';

/** One mount as a compose file says it. Paths are absolute. */
export type ComposeMount =
  | { readonly type: 'volume'; readonly key: string; readonly target: string; readonly writable: boolean }
  | { readonly type: 'bind'; readonly path: string; readonly target: string; readonly writable: boolean }
  | { readonly type: 'anonymous'; readonly target: string; readonly writable: boolean };

interface LongMount {
  readonly type: string;
  readonly source?: string | null | undefined;
  readonly target?: string | undefined;
  readonly read_only?: boolean | null | undefined;
}

/**
 * A mount in the short (`source:target:mode`) or long form; null for one that holds no data, such as
 * tmpfs. Relative paths begin at `directory`.
 */
export function parseMount(
  mount: string | LongMount,
  directory: string,
  home: string | undefined,
): ComposeMount | null {
  const { type, source, target, writable } = typeof mount === 'string' ? shortMount(mount) : longMount(mount);
  if (target === '') throw new Error('a mount has no target');
  if (type === 'bind') return { type, path: absolute(source ?? '', directory, home), target, writable };
  if (type !== 'volume') return null;
  return source === null ? { type: 'anonymous', target, writable } : { type, key: source, target, writable };
}

function longMount(mount: LongMount): { type: string; source: string | null; target: string; writable: boolean } {
  return {
    type: mount.type,
    source: mount.source || null,
    target: mount.target ?? '',
    writable: mount.read_only !== true,
  };
}

function shortMount(text: string): { type: string; source: string | null; target: string; writable: boolean } {
  // A drive letter's colon separates nothing; `d:/data` alone is a volume named `d`.
  const [, drive = '', rest = ''] = /^([A-Za-z]:(?=[\\/][^:]*:[\\/]))?(.*)$/su.exec(text) ?? [];
  const [first = '', second, mode = ''] = rest.split(':');
  if (second === undefined) return { type: 'volume', source: null, target: drive + first, writable: true };
  const source = drive + first;
  const isPath = drive !== '' || /^(?:[./~]|\\\\)/u.test(source);
  return { type: isPath ? 'bind' : 'volume', source, target: second, writable: !mode.split(',').includes('ro') };
}

function absolute(path: string, directory: string, home: string | undefined): string {
  if (home !== undefined && (path === '~' || path.startsWith('~/'))) return join(home, path.slice(1));
  return resolve(directory, path);
}
