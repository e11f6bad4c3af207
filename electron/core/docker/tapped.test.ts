import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { tapped } from './tapped.ts';

async function* failing(): AsyncGenerator<Buffer> {
  yield Buffer.from('half');
  await Promise.resolve();
  throw new Error('the source broke');
}

describe('a tapped stream', () => {
  test('passes the bytes on and lets them be heard', async () => {
    const heard: string[] = [];
    const source = Readable.from([Buffer.from('a'), Buffer.from('b')], { objectMode: false });
    expect(await text(tapped(source, (chunk) => heard.push(chunk.toString())))).toBe('ab');
    expect(heard).toEqual(['a', 'b']);
  });

  test('fails as its source or its listener fails', async () => {
    const broken = tapped(Readable.from(failing(), { objectMode: false }), () => undefined);
    await expect(text(broken)).rejects.toThrow('the source broke');
    const refused = tapped(Readable.from([Buffer.from('a')], { objectMode: false }), () => {
      throw new Error('refused');
    });
    await expect(text(refused)).rejects.toThrow('refused');
  });

  test('given up gives up its source', async () => {
    const source = Readable.from(failing(), { objectMode: false });
    const tap = tapped(source, () => undefined);
    tap.destroy();
    await expect.poll(() => source.destroyed).toBe(true);
  });
});
