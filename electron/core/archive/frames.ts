import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { PackFormat } from '../../../shared/model/backup.ts';
import { FrameLanes } from './frame-lanes.ts';

/**
 * Raw bytes of one frame. Large enough that compression loses nothing worth having, small enough that a
 * single file is cheap to reach and several frames fit the memory.
 */
export const frameBytes = 2 * 1024 * 1024;

/** Frames larger than this were not made by Lifeboat; refusing them bounds what a reader allocates. */
export const largestFrame = 4 * 1024 * 1024;

const gzip = promisify(zlib.gzip);

// Above this level zstd takes windows beyond a frame, up to 128 MiB for each frame in work, here and when it is read.
const lastSmallWindow = 3;

// Room for the worst case, so that libzstd and zlib run once per frame instead of growing the output.
const room = (length: number) => length + (length >> 7) + 1024;

// More than a frame's output, so that no stream waits for its reader in the middle of a frame.
const readableHighWaterMark = 2 * largestFrame;

/** Compresses independent frames (zstd, with content checksum) or gzip members, several at once, on libuv's pool. */
export interface FrameCompressor extends Disposable {
  /** The stored bytes of one frame, in order. */
  compress(raw: Uint8Array): Promise<readonly Buffer[]>;
}

/** `level` is one of the format's. Whoever made it disposes it: zstd keeps its contexts until then. */
export function createCompressor(format: PackFormat, level: number): FrameCompressor {
  if (format === 'gzip') {
    return {
      compress: async (raw) => [await gzip(raw, { level, chunkSize: room(raw.length) })],
      [Symbol.dispose]: () => undefined,
    };
  }
  const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag, ZSTD_c_windowLog, ZSTD_e_end } = zlib.constants;
  const params = {
    [ZSTD_c_compressionLevel]: level,
    [ZSTD_c_checksumFlag]: 1,
    ...(level > lastSmallWindow ? { [ZSTD_c_windowLog]: Math.log2(frameBytes) } : {}),
  };
  const options = { flush: ZSTD_e_end, chunkSize: room(frameBytes), params, readableHighWaterMark };
  const lanes = new FrameLanes(() => zlib.createZstdCompress(options));
  return {
    compress: async (raw) => lanes.run(raw, room(raw.length)),
    [Symbol.dispose]: () => lanes[Symbol.dispose](),
  };
}

// No frame is larger than this, so no window has to be; others only cost memory.
const largestWindowLog = Math.log2(largestFrame);

/** Opens zstd frames, several at once, on libuv's pool. */
export function createDecompressor(): FrameLanes {
  const params = { [zlib.constants.ZSTD_d_windowLogMax]: largestWindowLog };
  const options = { chunkSize: frameBytes, params, readableHighWaterMark };
  return new FrameLanes(() => zlib.createZstdDecompress(options));
}
