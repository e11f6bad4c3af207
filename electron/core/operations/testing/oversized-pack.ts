import { createHash } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../archive/canonical-json.ts';
import { packFile } from '../../archive/pack-layout.ts';
import { openPack } from '../../archive/pack-reader.ts';

/**
 * Makes the first part of a pack a hole that no disk of a test machine can hold, stated as such: a pack
 * that opens, and that nobody may begin to copy. Resolves with its new checksum.
 */
export async function makeOversized(path: string): Promise<string> {
  const { manifest, done } = await openPack(path);
  const [first, ...others] = manifest.parts;
  if (first === undefined) throw new Error('a pack without parts');
  const grown = 2 ** 42 - first.digest.storedBytes;
  await truncate(join(path, first.part), 2 ** 42);
  const parts = [{ ...first, digest: { ...first.digest, storedBytes: 2 ** 42 } }, ...others];
  const before = (await readFile(join(path, packFile.manifest))).length;
  const text = canonicalJson({ ...manifest, parts });
  await writeFile(join(path, packFile.manifest), text);
  const manifestSha256 = createHash('sha256').update(text).digest('hex');
  const bytes = done.bytes + grown + Buffer.byteLength(text) - before;
  await writeFile(join(path, packFile.done), canonicalJson({ ...done, bytes, manifestSha256 }));
  return manifestSha256;
}
