import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Readable } from 'node:stream';
import { IndexBuilder } from '../../archive/index-builder.ts';
import { IndexEntry } from '../../archive/index-entry.ts';
import { TarScanner } from '../../archive/tar-scanner.ts';

/** A tar of `root` by GNU tar, `./` included, as tests feed it to extraction. */
export function tarOf(root: string, ...options: string[]): Buffer {
  return execFileSync('tar', ['--format=posix', '--sort=name', ...options, '-C', root, '-cf', '-', '.'], {
    maxBuffer: 2 ** 31,
  });
}

export async function* indexOf(tar: Buffer): AsyncGenerator<IndexEntry> {
  const lines: string[] = [];
  const scanner = new TarScanner(new IndexBuilder((line) => lines.push(line), []), 'files/test.tar.zst');
  scanner.push(tar);
  scanner.end();
  for (const line of lines) yield IndexEntry.parse(JSON.parse(line));
}

/** The bytes as a stream of pieces of odd sizes, each with a buffer of its own. */
export function streamOf(tar: Buffer, pieceBytes = 65_537): Readable {
  const pieces = function* () {
    for (let start = 0; start < tar.length; start += pieceBytes)
      yield Buffer.from(Uint8Array.from(tar.subarray(start, start + pieceBytes)).buffer);
  };
  return Readable.from(pieces());
}

/** Everything that a rollback has to bring back, one line for each entry; times to the microsecond. */
export function snapshot(
  root: string,
  leaveOut: (key: string) => boolean = (key) => key.startsWith('.lifeboat-'),
): string[] {
  const lines: string[] = [];
  const visit = (path: Buffer, key: string): void => {
    const stat = lstatSync(path, { bigint: true });
    const what = stat.isSymbolicLink()
      ? `-> ${readlinkSync(path)}`
      : stat.isFile()
        ? createHash('sha256').update(readFileSync(path)).digest('hex')
        : '';
    const mode = (Number(stat.mode) & 0o177777).toString(8);
    lines.push(
      `${JSON.stringify(key)} ${mode} ${stat.uid}:${stat.gid} ${stat.mtimeNs / 1000n} ${stat.isFile() ? stat.nlink : ''} ${what}`,
    );
    if (!stat.isDirectory()) return;
    for (const name of readdirSync(path, { encoding: 'buffer' }).toSorted((a, b) => a.compare(b))) {
      const below = key === '.' ? name.toString('latin1') : `${key}/${name.toString('latin1')}`;
      if (!leaveOut(below)) visit(Buffer.concat([path, Buffer.from('/'), name]), below);
    }
  };
  visit(Buffer.from(root), '.');
  return lines;
}
