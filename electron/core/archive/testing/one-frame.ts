import type { PackFormat } from '../../../../shared/model/backup.ts';
import { createCompressor } from '../frames.ts';

/** One frame (zstd) or member (gzip) by itself. */
export async function compressFrame(format: PackFormat, level: number, raw: Uint8Array): Promise<Buffer> {
  using compressor = createCompressor(format, level);
  return Buffer.concat(await compressor.compress(raw));
}
