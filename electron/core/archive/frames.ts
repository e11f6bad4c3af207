import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { PackFormat } from '../../../shared/model/backup.ts';

/**
 * Raw bytes of one frame. Large enough that compression loses nothing worth having, small enough that a
 * single file is cheap to reach and several frames fit the memory.
 */
export const frameBytes = 2 * 1024 * 1024;

/** Frames larger than this were not made by Lifeboat; refusing them bounds what a reader allocates. */
export const largestFrame = 4 * 1024 * 1024;

const zstdCompress = promisify(zlib.zstdCompress);
const zstdDecompress = promisify(zlib.zstdDecompress);
const gzip = promisify(zlib.gzip);

// Above this level zstd takes windows beyond a frame, up to 128 MiB for each frame in work, here and when it is read.
const lastSmallWindow = 3;

// Room for the worst case, so that libzstd and zlib run once per frame instead of growing the output.
const room = (length: number) => length + (length >> 7) + 1024;

/** Compresses one independent frame (zstd, with content checksum) or gzip member, on libuv's pool. */
export async function compressFrame(format: PackFormat, level: number, raw: Uint8Array): Promise<Buffer> {
  if (format === 'gzip') return gzip(raw, { level, chunkSize: room(raw.length) });
  const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag, ZSTD_c_windowLog } = zlib.constants;
  return zstdCompress(raw, {
    chunkSize: room(raw.length),
    params: {
      [ZSTD_c_compressionLevel]: level,
      [ZSTD_c_checksumFlag]: 1,
      ...(level > lastSmallWindow ? { [ZSTD_c_windowLog]: Math.log2(frameBytes) } : {}),
    },
  });
}

// No frame is larger than this, so no window has to be; others only cost memory.
const largestWindowLog = Math.log2(largestFrame);

/** Decompresses one zstd frame into exactly `rawBytes`; rejects when it holds more or is damaged. */
export async function decompressFrame(stored: Uint8Array, rawBytes: number): Promise<Buffer> {
  return zstdDecompress(stored, {
    chunkSize: Math.max(64, rawBytes),
    maxOutputLength: Math.max(1, rawBytes),
    params: { [zlib.constants.ZSTD_d_windowLogMax]: largestWindowLog },
  });
}
