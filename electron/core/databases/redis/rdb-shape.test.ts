import { expect, test } from 'vitest';
import { RdbShape } from './rdb-shape.ts';

const file = Buffer.concat([Buffer.from('REDIS0010 keys'), Buffer.from([0xff]), Buffer.alloc(8, 1)]);

test.for([
  ['whole', file, file.length, null],
  ['cut, and known to be longer', file.subarray(0, -1), file.length, '22 bytes came of 23'],
  ['cut where it was read', file.subarray(0, -1), file.length - 1, 'its end marker is missing'],
  ['another file', Buffer.from('hello'), 5, 'it does not begin like a file of Redis'],
  ['nothing', Buffer.alloc(0), 0, 'it does not begin like a file of Redis'],
] as const)('%s', ([, bytes, length, fault]) => {
  for (const size of [1, 3, 100]) {
    const shape = new RdbShape();
    for (let at = 0; at < bytes.length; at += size) shape.hear(bytes.subarray(at, at + size));
    expect(shape.faultFor(length)).toBe(fault);
  }
});
