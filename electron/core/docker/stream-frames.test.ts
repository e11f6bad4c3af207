import { expect, test } from 'vitest';
import { StreamFrames } from './stream-frames.ts';

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

test.for([1, 3, 7, 8, 9, 1000])('a stream that arrives in chunks of %d bytes is taken apart', (size) => {
  const bytes = Buffer.concat([frame(1, 'one'), frame(2, 'oh'), frame(1, ''), frame(1, ' and two'), frame(2, ' no')]);
  let out = '';
  let err = '';
  const frames = new StreamFrames({
    out: (piece) => (out += piece.toString()),
    err: (piece) => (err += piece.toString()),
  });
  const wholeAt: number[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    frames.feed(bytes.subarray(at, at + size));
    if (frames.isWhole) wholeAt.push(Math.min(at + size, bytes.length));
  }
  expect([out, err]).toEqual(['one and two', 'oh no']);
  expect(wholeAt.at(-1)).toBe(bytes.length);
  const ends = [11, 21, 29, 45, 56];
  expect(wholeAt).toEqual(ends.filter((end) => end % size === 0 || end === bytes.length));
});
