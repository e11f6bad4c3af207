import { describe, expect, test } from 'vitest';
import { freeBuffer } from './spent-buffer.ts';

const length = 256 * 1024;

describe('the memory of spent bytes', () => {
  test('is given back with the last of the pieces that share it, not before', () => {
    const memory = new ArrayBuffer(length);
    const [first, second] = [new Uint8Array(memory, 0, 100_000), new Uint8Array(memory, 100_000)];
    freeBuffer(first);
    expect(memory.byteLength).toBe(length);
    freeBuffer(second);
    expect(memory.byteLength).toBe(0);
  });

  test('stays when a part of it was never said to be spent', () => {
    const memory = new ArrayBuffer(length);
    freeBuffer(new Uint8Array(memory, 1));
    expect(memory.byteLength).toBe(length);
  });

  test('stays when it is small enough to be of the pool that Node shares', () => {
    const memory = new ArrayBuffer(8192);
    freeBuffer(new Uint8Array(memory));
    expect(memory.byteLength).toBe(8192);
  });
});
