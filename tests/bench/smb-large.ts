import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { chunksOf } from '../../electron/core/byte-stream.ts';
import { SmbTarget } from '../../electron/core/replica/smb-target.ts';
import { sambaSetUps, sambaUser, startSamba } from '../support/samba.ts';
import { tempFolder } from '../support/temp-folder.ts';

const gib = 1024 ** 3;
const chunk = { highWaterMark: 1024 * 1024 };

/**
 * Copies a sparse file of 5 GiB with something behind each gibibyte to a server and back; rejects unless both hashes
 * are right. Needs 5 GiB of disk.
 */
export async function copyLargeFile(): Promise<void> {
  await using folder = await tempFolder('lbl');
  await using samba = await startSamba({ global: sambaSetUps.encrypted });
  const source = join(folder.path, 'sparse');
  {
    await using file = await open(source, 'w');
    for (let at = 1; at <= 5; at += 1) await file.write(`gibibyte ${at}`, at * gib - 11);
  }
  const { signal } = new AbortController();
  const where = { host: '127.0.0.1', port: samba.port, share: 'share', folder: '', allowsOlder: false };
  const target = new SmbTarget({ ...where, ...sambaUser });
  await using connection = await target.open(signal);
  await connection.write('copy', chunksOf(createReadStream(source, chunk)), { offset: 0, signal });
  await using second = await target.open(signal);
  const wanted = await digest(chunksOf(createReadStream(source, chunk)));
  const written = await digest(chunksOf(createReadStream(join(samba.folder, 'copy'), chunk)));
  const readBack = await digest(second.read('copy', { offset: 0, signal }));
  if (written !== wanted || readBack !== wanted) throw new Error('a file of 5 GiB is not the same on the other side');
}

async function digest(chunks: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of chunks) hash.update(bytes);
  return hash.digest('hex');
}
