// One copy by our SMB client, in a process of its own: `smb-copy.ts up|down PORT FILE`. `down` reads and throws away.
// Prints the milliseconds from before the connection to after its end.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { freeBuffer } from '../../electron/core/archive/spent-buffer.ts';
import { chunksOf } from '../../electron/core/byte-stream.ts';
import { SmbTarget } from '../../electron/core/replica/smb-target.ts';
import { sambaUser } from '../support/samba.ts';

const [direction, port, path] = process.argv.slice(2);
if (path === undefined) throw new Error('up|down PORT FILE');
const { signal } = new AbortController();
const where = { host: '127.0.0.1', port: Number(port), share: 'share', folder: '', allowsOlder: false };
const began = performance.now();
const target = await new SmbTarget({ ...where, ...sambaUser }).open(signal);
if (direction === 'up') {
  const source = createReadStream(path, { highWaterMark: 1024 * 1024 });
  await target.write('copy', chunksOf(source), { offset: 0, signal });
} else {
  let bytes = 0;
  for await (const chunk of target.read('copy', { offset: 0, signal })) {
    bytes += chunk.length;
    freeBuffer(chunk);
  }
  if (bytes !== (await stat(path)).size) throw new Error(`${bytes} bytes came back`);
}
await target[Symbol.asyncDispose]();
process.stdout.write(String(performance.now() - began));
