import { hostileTars } from '../../../electron/core/archive/testing/hostile-tars.ts';
import { gnuLong, paxEntry, rawEntry, rawFolder, rawTar } from '../../../electron/core/archive/testing/raw-tar.ts';
import type { SeededRandom } from '../random.ts';

const block = 512;
const below = (random: SeededRandom, limit: number): number => Math.floor(random.next() * limit);

/** In order, with everything that a tar of ours may hold. */
const ordinary: Buffer = rawTar(
  rawFolder('app/'),
  rawEntry({ name: 'app/file', mode: 0o4755, uid: 1000 }, 'content '.repeat(300)),
  rawEntry({ name: 'app/link', type: '2', link: '../canary' }),
  rawEntry({ name: 'app/again', type: '1', link: 'app/file' }),
  rawEntry({ name: 'app/fifo', type: '6' }),
  paxEntry([
    ['path', 'app/数据'],
    ['mtime', '1600000000.123456789'],
  ]),
  rawEntry({ name: 'app/data' }, 'data'),
  gnuLong('L', `app/${'n'.repeat(200)}`),
  rawEntry({ name: 'app/n' }, 'long'),
  rawFolder('app/sub/'),
  rawEntry({ name: 'app/sub/deep' }, 'deep'),
);

const seeds: readonly [Buffer, ...Buffer[]] = [
  // As often as all the hostile ones together.
  ordinary,
  ...Array<Buffer>(hostileTars.length).fill(ordinary),
  ...hostileTars.map(({ tar }) => tar).filter((tar) => tar.length >= block && tar.length < 1 << 16),
];

/** What leads, or could be made to lead, somewhere else. */
const words = [
  ...([
    '..',
    '../',
    '../../canary',
    '/',
    '/tmp/evil',
    '.',
    './',
    '//',
    'app',
    'app/',
    'app/link',
    'app/link/evil',
  ] as const),
  ...(['app/file/evil', 'canary', '\0', 'a\0b', '', '\\..\\evil', 'C:/evil', 'app/../../evil', '-rf', '\n'] as const),
] as const;
/** Where a header has its fields, and how long they are. */
const fields: readonly [Field, ...Field[]] = [
  [0, 100],
  [100, 8],
  [108, 8],
  [116, 8],
  [124, 12],
  [136, 12],
  [148, 8],
  [156, 1],
  [156, 1],
  [157, 100],
  [257, 8],
  [345, 155],
];
type Field = readonly [offset: number, length: number];
const types: readonly [string, ...string[]] = ['0', ...'123456789xgLKSDMVNA\0 '.split('')];

/** A header's checksum is made right again: what is wrong with it is not found by that. */
function reseal(tar: Buffer, at: number): void {
  tar.write('        ', at + 148, 'latin1');
  const sum = tar.subarray(at, at + block).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
}

function writeField(tar: Buffer, at: number, random: SeededRandom): void {
  const [offset, length] = random.pick(fields);
  if (offset === 156) {
    tar.write(random.pick(types), at + offset, 1, 'latin1');
    return;
  }
  if (length > 12) {
    tar.fill(0, at + offset, at + offset + length);
    tar.write(random.pick(words), at + offset, length, 'latin1');
    return;
  }
  const digits = below(random, 8 ** (length - 1))
    .toString(8)
    .padStart(length - 1, '0');
  const odd = random.pick([digits, '7'.repeat(length), '-1', ' '.repeat(length), '\u0080', '\u00ff'.repeat(length)]);
  tar.write(odd, at + offset, length, 'latin1');
}

/** A field, its header sealed again. */
const fieldChanged: Change = (tar, random, at) => {
  writeField(tar, at, random);
  reseal(tar, at);
  return tar;
};

const changes: readonly [Change, ...Change[]] = [
  // Four of seven.
  fieldChanged,
  fieldChanged,
  fieldChanged,
  fieldChanged,
  (tar, random) => {
    const where = below(random, tar.length);
    tar.writeUInt8((tar.readUInt8(where) ^ (1 << below(random, 8))) & 0xff, where);
    return tar;
  },
  (tar, random, at) => {
    // Blocks change places, are doubled, or are gone.
    const other = below(random, tar.length / block) * block;
    const piece = tar.subarray(at, at + block);
    const rest = random.pick([piece, Buffer.alloc(0), Buffer.concat([piece, piece])]);
    return Buffer.concat([tar.subarray(0, other), rest, tar.subarray(random.pick([other, other + block]))]);
  },
  (tar, random, at) => {
    tar.write(random.pick(words), at + below(random, block - 20), 'latin1');
    return tar;
  },
];
type Change = (tar: Buffer, random: SeededRandom, at: number) => Buffer;

/** A tar that was in order, or hostile in one way, and has been changed in up to four. */
export function mutatedTar(random: SeededRandom): Buffer {
  let tar: Buffer = Buffer.from(random.pick(seeds));
  for (let count = 1 + below(random, 4); count > 0 && tar.length >= block; count -= 1) {
    tar = random.pick(changes)(tar, random, below(random, Math.floor(tar.length / block)) * block);
  }
  return tar;
}

/** One to three bytes of a compressed archive changed, or its end cut. */
export function mutatedBytes(bytes: Buffer, random: SeededRandom): Buffer {
  const copy = Buffer.from(bytes);
  if (random.next() < 0.1) return copy.subarray(0, below(random, copy.length));
  for (let count = 1 + below(random, 3); count > 0; count -= 1) copy[below(random, copy.length)] = below(random, 256);
  return copy;
}
