import { expect, test } from 'vitest';
import { IndexBuilder } from './index-builder.ts';
import { TarFilter } from './tar-filter.ts';
import { gnuLong, paxEntry, rawEntry, rawFolder, rawTar } from './testing/raw-tar.ts';
import { scanned } from './testing/scanned.ts';

const entries: readonly (readonly [string, Buffer])[] = [
  ['a', rawEntry({ name: 'a' }, 'x'.repeat(700))],
  ['empty', rawEntry({ name: 'empty' })],
  ['named', Buffer.concat([paxEntry([['path', 'named']]), rawEntry({ name: 'z' }, 'pax')])],
  ['long', Buffer.concat([gnuLong('L', 'long'), rawEntry({ name: 'z', magic: 'ustar  \0' }, 'y'.repeat(512))])],
  ['d', rawFolder('d/')],
];

function filtered(tar: Buffer, dropped: ReadonlySet<string>, size: number): { kept: Buffer; index: string } {
  const kept: Buffer[] = [];
  let index = '';
  const filter = new TarFilter({
    part: 'volumes/v.tar.zst',
    drops: (entry) => dropped.has(entry.path.toString()),
    keep: (bytes) => kept.push(Buffer.from(bytes)),
    handler: new IndexBuilder((line) => {
      index += line;
    }, []),
  });
  for (let at = 0; at < tar.length; at += size) filter.push(tar.subarray(at, at + size));
  filter.end();
  return { kept: Buffer.concat(kept), index };
}

test.each([1, 100, 511, 512, 513, 1024, 1500, 100_000])(
  'any choice of entries cut out of pieces of %i bytes leaves the tar of the others',
  (size) => {
    const whole = rawTar(...entries.map(([, bytes]) => bytes));
    for (let choice = 0; choice < 2 ** entries.length; choice++) {
      const dropped = entries.filter((_, i) => (choice & (1 << i)) !== 0).map(([name]) => name);
      const others = rawTar(...entries.filter(([name]) => !dropped.includes(name)).map(([, bytes]) => bytes));
      const { kept, index } = filtered(whole, new Set(dropped), size);
      expect(kept.equals(others)).toBe(true);
      expect(index).toBe(
        scanned(others)
          .map((entry) => `${JSON.stringify(entry)}\n`)
          .join(''),
      );
    }
  },
);
