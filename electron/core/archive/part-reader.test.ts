import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { compressFrame } from './testing/one-frame.ts';
import { writeFilePart } from './part-writer.ts';
import { readPart, type ReadPartOptions } from './part-reader.ts';
import { encodeSeekTable } from './seek-table.ts';
import { never, partAt, testFolder } from './testing/small-pack.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function readAll(options: ReadPartOptions): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of readPart(options)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** A part whose manifest tells the truth about every stored and raw byte, however odd it is. */
function truthful(file: string, format: 'gzip' | 'zstd', stored: Buffer, raw: Buffer): ReadPartOptions {
  writeFileSync(file, stored);
  const expected = {
    rawBytes: raw.length,
    storedBytes: stored.length,
    rawSha256: sha256(raw),
    storedSha256: sha256(stored),
  };
  return { file, part: 'files/p', format, expected, signal: never };
}

/** What reading the part ends with: its length, or the error. */
async function endOf(options: ReadPartOptions): Promise<unknown> {
  return readAll(options).then(
    (bytes) => bytes.length,
    (error: unknown) => error,
  );
}

const corrupt = { code: 'PACK_CORRUPT', params: { part: 'files/p' } };

const text = Buffer.from('lifeboat '.repeat(1000));

describe('a part', () => {
  test.each(['zstd', 'gzip'] as const)('of several frames is read back in order: %s', async (format) => {
    await using home = await testFolder();
    const plain = join(home.path, 'plain');
    const content = Buffer.concat(Array.from({ length: 9 }, (_, i) => Buffer.alloc(1_000_000, i)));
    writeFileSync(plain, content);
    const file = join(home.path, 'p');
    const expected = await writeFilePart(plain, partAt(file, { format }));
    expect((await readAll({ file, part: 'files/p', format, expected, signal: never })).equals(content)).toBe(true);
  });

  test('is not opened when it is missing', async () => {
    await using home = await testFolder();
    const options = truthful(join(home.path, 'p'), 'gzip', gzipSync(text), text);
    expect(await endOf({ ...options, file: join(home.path, 'nothing') })).toMatchObject(corrupt);
  });

  test('never gives more than its manifest states', async () => {
    await using home = await testFolder();
    const zeros = Buffer.alloc(64 * 1024 * 1024);
    for (const [format, stored] of [
      ['gzip', gzipSync(zeros)],
      ['zstd', await compressFrame('zstd', 1, zeros)],
    ] as const) {
      const table = format === 'zstd' ? encodeSeekTable([{ stored: stored.length, raw: 100 }]) : Buffer.alloc(0);
      const options = truthful(join(home.path, format), format, Buffer.concat([stored, table]), zeros);
      let given = 0;
      const reading = async () => {
        for await (const piece of readPart({ ...options, expected: { ...options.expected, rawBytes: 100 } }))
          given += piece.length;
      };
      await expect(reading()).rejects.toMatchObject({ code: 'PACK_CORRUPT' });
      expect(given).toBeLessThanOrEqual(100);
    }
  });

  test('stops when the job is cancelled', async () => {
    await using home = await testFolder();
    for (const format of ['zstd', 'gzip'] as const) {
      const plain = join(home.path, `plain-${format}`);
      writeFileSync(plain, Buffer.alloc(30_000_000));
      const file = join(home.path, format);
      const expected = await writeFilePart(plain, partAt(file, { format }));
      const stop = new AbortController();
      let given = 0;
      const reading = async () => {
        for await (const piece of readPart({ file, part: 'files/p', format, expected, signal: stop.signal })) {
          given += piece.length;
          stop.abort();
        }
      };
      await expect(reading()).rejects.toMatchObject({ name: 'AbortError' });
      expect(given).toBeLessThan(30_000_000);
    }
  });
});

describe('a part that says the truth about its bytes and is still no part', () => {
  const member = gzipSync(text);

  test.each<[string, Buffer, Buffer]>([
    ['nothing', Buffer.alloc(0), Buffer.alloc(0)],
    ['a torn member', member.subarray(0, -4), text],
    ['a member whose checksum is wrong', Buffer.concat([member.subarray(0, -8), Buffer.alloc(8)]), text],
    ['no gzip at all', text, text],
  ])('gzip: %s', async (_what, stored, raw) => {
    await using home = await testFolder();
    expect(await endOf(truthful(join(home.path, 'p'), 'gzip', stored, raw))).toMatchObject(corrupt);
  });

  test.each([1, 100, 5_000_000, 20_000_000])(
    'gzip: %i bytes of something else behind the last member',
    async (bytes) => {
      await using home = await testFolder();
      expect(
        await endOf(truthful(join(home.path, 'p'), 'gzip', Buffer.concat([member, Buffer.alloc(bytes, 'x')]), text)),
      ).toMatchObject(corrupt);
    },
  );

  test.each([1, 8192, 20_000_000])('gzip: %i zeros behind the last member', async (bytes) => {
    await using home = await testFolder();
    expect(
      await endOf(truthful(join(home.path, 'p'), 'gzip', Buffer.concat([member, Buffer.alloc(bytes)]), text)),
    ).toMatchObject(corrupt);
  });

  test('zstd', async () => {
    await using home = await testFolder();
    const frame = await compressFrame('zstd', 3, text);
    const table = encodeSeekTable([{ stored: frame.length, raw: text.length }]);
    const cases: readonly (readonly [string, Buffer])[] = [
      ['no seek table', frame],
      ['garbage behind the table', Buffer.concat([frame, table, Buffer.from('x')])],
      ['garbage before the table', Buffer.concat([frame, Buffer.from('x'), table])],
      ['a frame twice', Buffer.concat([frame, frame, table])],
      [
        'a frame size that lies',
        Buffer.concat([frame, encodeSeekTable([{ stored: frame.length, raw: text.length - 1 }])]),
      ],
      [
        'a frame larger than any of ours',
        Buffer.concat([frame, encodeSeekTable([{ stored: frame.length, raw: 2 ** 31 }])]),
      ],
      [
        'a frame of no bytes',
        Buffer.concat([
          frame,
          encodeSeekTable([
            { stored: frame.length, raw: text.length },
            { stored: 0, raw: 0 },
          ]),
        ]),
      ],
      [
        'a table that claims more than the file',
        Buffer.concat([frame, table.subarray(0, -9), Buffer.from([255, 255, 255, 255]), table.subarray(-5)]),
      ],
      ['too short for a table', Buffer.from('short')],
    ];
    for (const [what, stored] of cases) {
      const end = await endOf(truthful(join(home.path, what), 'zstd', stored, text));
      expect({ what, end }).toMatchObject({ what, end: corrupt });
    }
  });

  test('zstd: a frame that wants a window of 2 GiB', async () => {
    await using home = await testFolder();
    const frame = await compressFrame('zstd', 3, text);
    // A frame header without single segment, and with a window descriptor of 2^31.
    const block = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00]);
    const table = encodeSeekTable([
      { stored: block.length, raw: 0 },
      { stored: frame.length, raw: text.length },
    ]);
    expect(
      await endOf(truthful(join(home.path, 'p'), 'zstd', Buffer.concat([block, frame, table]), text)),
    ).toMatchObject(corrupt);
  });
});

test('every level of zstd is read back within the window that the reader allows', async () => {
  await using home = await testFolder();
  const plain = join(home.path, 'plain');
  writeFileSync(plain, readFileSync(process.execPath).subarray(0, 2_500_000));
  for (const level of [1, 12, 22]) {
    const file = join(home.path, String(level));
    const expected = await writeFilePart(plain, partAt(file, { level }));
    expect(await readAll({ file, part: 'files/p', format: 'zstd', expected, signal: never })).toHaveLength(2_500_000);
  }
});
