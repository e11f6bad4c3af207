import { isWithin, mountOf, parseMountInfo } from './mount-table.ts';

/** Whether a path lies on a Windows share; `found` says what it lies on instead, as the system names it. */
export type ShareProof =
  | { readonly kind: 'share'; readonly source: string }
  | { readonly kind: 'read-only'; readonly source: string }
  | { readonly kind: 'other'; readonly found: string };

const linuxShares: ReadonlySet<string> = new Set(['cifs', 'smb3']);
const unknown: ShareProof = { kind: 'other', found: 'the mount table cannot be read' };

/** Linux: `path` is absolute and free of links, `mountInfo` the text of `/proc/self/mountinfo`. */
export function linuxShare(path: string, mountInfo: string): ShareProof {
  const mounts = parseMountInfo(mountInfo);
  const mount = mounts === null ? null : mountOf(path, mounts);
  if (mount === null) return unknown;
  const { fileSystem, mountPoint, source } = mount;
  if (!linuxShares.has(fileSystem)) return { kind: 'other', found: `${fileSystem} (${mountPoint})` };
  return { kind: mount.isWritable ? 'share' : 'read-only', source };
}

/** macOS: `mounts` is what `mount` prints, one `<source> on <folder> (<type>, <option>, …)` per line. */
export function macShare(path: string, mounts: string): ShareProof {
  let best: { readonly folder: string; readonly source: string; readonly words: readonly string[] } | null = null;
  for (const line of mounts.split('\n')) {
    const { source, folder, words } =
      /^(?<source>.+) on (?<folder>\/.*) \((?<words>[^()]*)\)$/u.exec(line)?.groups ?? {};
    if (source === undefined || folder === undefined || words === undefined || !isWithin(path, folder)) continue;
    // Of two at one place the later one is on top.
    if (best === null || folder.length >= best.folder.length) best = { folder, source, words: words.split(', ') };
  }
  if (best === null) return unknown;
  const { folder, source, words } = best;
  if (words[0] !== 'smbfs') return { kind: 'other', found: `${words[0] ?? ''} (${folder})` };
  return { kind: words.includes('read-only') ? 'read-only' : 'share', source };
}

/** Windows: `path` is what the system resolved the operator's path to, so that a drive letter shows its share. */
export function windowsShare(path: string): ShareProof {
  const unc = path.replace(/^\\\\\?\\UNC\\/iu, String.raw`\\`);
  const { host, share } = /^\\\\(?<host>[^\\?.]+[^\\]*)\\(?<share>[^\\]+)/u.exec(unc)?.groups ?? {};
  if (host === undefined || share === undefined) return { kind: 'other', found: path };
  // Folders of Linux on this very machine look like a share.
  if (/^wsl(?:\$|\.localhost)$/iu.test(host)) return { kind: 'other', found: path };
  return { kind: 'share', source: `\\\\${host}\\${share}` };
}
