import { AppError } from '../errors.ts';

/** Text of `SHA256SUMS` as `sha256sum -c` takes it; paths of a pack need no escaping. */
export function encodeChecksums(sums: ReadonlyMap<string, string>): string {
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, sum]) => `${sum}  ${path}\n`)
    .join('');
}

/** Reads `SHA256SUMS` strictly: lower-case hex, two spaces, one line per file, none twice. */
export function decodeChecksums(text: string, pack: string): Map<string, string> {
  const damaged = () =>
    new AppError('PACK_CORRUPT', { pack, part: 'checksums/SHA256SUMS', detail: 'a line cannot be read' });
  const sums = new Map<string, string>();
  if (!text.endsWith('\n')) throw damaged();
  for (const line of text.slice(0, -1).split('\n')) {
    const match = /^([0-9a-f]{64}) {2}([A-Za-z0-9._/-]+)$/u.exec(line);
    const [, sum, path] = match ?? [];
    if (sum === undefined || path === undefined || sums.has(path)) throw damaged();
    sums.set(path, sum);
  }
  return sums;
}
