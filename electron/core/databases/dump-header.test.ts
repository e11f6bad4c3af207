import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { headerLine, readHeader } from './dump-header.ts';

const Facts = z.object({ version: z.string() });

test.for([1, 7, 1000])('the first line is read, and nothing is taken away, in chunks of %d bytes', async (size) => {
  const bytes = Buffer.from(`${headerLine({ version: '1"\n' })}SELECT 1;\n`);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const { header, rest } = await readHeader(Readable.from(chunks, { objectMode: false }), Facts, 'shop');
  expect(header).toEqual({ version: '1"\n' });
  expect(await text(rest)).toBe(bytes.toString());
});

test.for(['', 'SELECT 1;\n', '-- Lifeboat: {"version":"1"}', '-- Lifeboat: {"version":1}\n', '-- Lifeboat: {\n'])(
  'what begins otherwise is refused: %j',
  async (begin) => {
    const read = readHeader(Readable.from([Buffer.from(begin)], { objectMode: false }), Facts, 'shop');
    await expect(read).rejects.toMatchObject({ code: 'DATABASE_RESTORE_FAILED', params: { database: 'shop' } });
  },
);
