import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { splitDump } from './split-dump.ts';

const whole = 'tables\n-- Lifeboat: no\n-- Lifeboat: code\ncode\n-- Lifeboat: end\n';

function split(text: string, size: number) {
  const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    Buffer.from(text.slice(at * size, (at + 1) * size)),
  );
  return splitDump(Readable.from(chunks, { objectMode: false }));
}

test.for([1, 5, 20, 1000])('a dump falls into its halves, in chunks of %d bytes', async (size) => {
  const { tables, code } = split(whole, size);
  expect((await buffer(Readable.from(tables, { objectMode: false }))).toString()).toBe('tables\n-- Lifeboat: no');
  expect(code()).toBe('\n-- Lifeboat: code\ncode\n-- Lifeboat: end\n');
});

test.for(['tables\n', 'tables\n-- Lifeboat: code\ncode\n'])('one that is cut is noticed: %j', async (text) => {
  const { tables, code } = split(text, 4);
  await buffer(Readable.from(tables, { objectMode: false }));
  expect(code).toThrow('its end marker is missing');
});
