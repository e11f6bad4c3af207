import { describe, expect, test } from 'vitest';
import { decodeSeekTable, encodeSeekTable, seekTableFoot, seekTableLength } from './seek-table.ts';

const frames = [
  { stored: 10, raw: 20 },
  { stored: 300, raw: 2_097_152 },
  { stored: 7, raw: 0 },
];
const table = encodeSeekTable(frames);
const storedBytes = 317 + table.length;

describe('the seek table', () => {
  test('comes back as it was', () => {
    expect(seekTableLength(table.subarray(-seekTableFoot), 'p')).toBe(table.length);
    expect(decodeSeekTable(table, storedBytes, 'p')).toEqual(frames);
    const none = encodeSeekTable([]);
    expect(decodeSeekTable(none, none.length, 'p')).toEqual([]);
  });

  test('is a skippable frame of the seekable format', () => {
    expect(table.readUInt32LE(0)).toBe(0x184d2a5e);
    expect(table.readUInt32LE(4)).toBe(table.length - 8);
    expect(table.readUInt32LE(table.length - 4)).toBe(0x8f92eab1);
  });

  test.each([
    ['another magic at the end', () => Buffer.concat([table.subarray(-9, -1), Buffer.from([0])])],
    [
      'a descriptor with unknown flags',
      () => Buffer.concat([table.subarray(-9, -5), Buffer.from([0x80]), table.subarray(-4)]),
    ],
    ['a short foot', () => table.subarray(-8)],
  ])('%s is damage', (_what, foot) => {
    expect(() => seekTableLength(foot(), 'p')).toThrow('PACK_CORRUPT');
  });

  test.each([
    ['another magic', (copy: Buffer) => copy.writeUInt32LE(0x184d2a50, 0)],
    ['another length', (copy: Buffer) => copy.writeUInt32LE(5, 4)],
    ['a frame that is too long for the file', (copy: Buffer) => copy.writeUInt32LE(11, 8)],
  ])('%s is damage', (_what, harm) => {
    const copy = Buffer.from(table);
    harm(copy);
    expect(() => decodeSeekTable(copy, storedBytes, 'p')).toThrow('PACK_CORRUPT');
  });
});
