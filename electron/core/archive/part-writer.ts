import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Omission, PackFormat } from '../../../shared/model/backup.ts';
import { FrameSink, type PartDigest } from './frame-sink.ts';
import { frameBytes } from './frames.ts';
import { PartFile } from './part-file.ts';
import type { FolderInput } from './scan-messages.ts';
import { scanTar } from './scan-session.ts';
import { freeBuffer } from './spent-buffer.ts';
import type { Throttle } from './throttle.ts';
import { chunksOf } from '../byte-stream.ts';
import { fileFailure } from '../file-failure.ts';

/** Where the tar of a part comes from. */
export type TarSource =
  | FolderInput
  /** Plain tar, e.g. from the daemon; `exclude` cuts entries out of it. */
  | { readonly kind: 'stream'; readonly stream: Readable; readonly exclude: readonly string[] };

export interface PartOptions {
  /** Absolute path of the part's file, which must not exist. */
  readonly file: string;
  /** Path of the part inside the pack, for errors. */
  readonly part: string;
  readonly format: PackFormat;
  readonly level: number;
  readonly signal: AbortSignal;
  /** Hears of raw bytes as they are taken. */
  readonly onBytes: (bytes: number) => void;
  readonly throttle: Throttle | null;
}

export interface TarPartOptions extends PartOptions {
  /** Absolute path of the index's file, which must not exist. */
  readonly indexFile: string;
  /** Members whose content is returned. */
  readonly capture: readonly string[];
}

export interface TarPart extends PartDigest {
  readonly entries: number;
  readonly omitted: readonly Omission[];
  readonly captured: Readonly<Record<string, string>>;
  readonly index: PartDigest;
}

// Index lines are text; the level at which they cost no time worth measuring.
const indexLevel = 3;

/**
 * Writes one part and its index from tar bytes: scanned strictly, cut into frames, compressed, hashed.
 * Nothing is durable or under a final name yet; on failure the files stay for the caller's clean-up.
 */
export async function writeTarPart(source: TarSource, options: TarPartOptions): Promise<TarPart> {
  await using file = await PartFile.create(options.file);
  await using indexFile = await PartFile.create(options.indexFile);
  using sink = new FrameSink(file, options.format, options.level);
  using indexSink = new FrameSink(indexFile, 'zstd', indexLevel);
  const input =
    source.kind === 'folder' ? source : { kind: 'stream' as const, exclude: source.exclude, reading: false };
  const summary = await scanTar(
    { part: options.part, input, capture: options.capture },
    source.kind === 'stream' ? source.stream : null,
    {
      frame: async (frame, spent) => {
        options.onBytes(frame.length);
        await options.throttle?.take(frame.length, options.signal);
        await sink.push(frame, spent);
      },
      index: async (text) => indexSink.push(Buffer.from(text)),
    },
    options.signal,
  );
  const index = await indexSink.finish();
  return { ...(await sink.finish()), ...summary, index };
}

/** Writes one part from bytes that come as they are (a dump), in pieces of any size. */
export async function writeStreamPart(stream: Readable, options: PartOptions): Promise<PartDigest> {
  await using file = await PartFile.create(options.file);
  using sink = new FrameSink(file, options.format, options.level);
  try {
    for await (const frame of framesOf(stream)) {
      options.onBytes(frame.length);
      await options.throttle?.take(frame.length, options.signal);
      await sink.push(frame);
    }
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    throw error;
  }
  return await sink.finish();
}

async function* framesOf(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  let frame = Buffer.allocUnsafeSlow(frameBytes);
  let filled = 0;
  for await (const piece of chunksOf(stream)) {
    for (let at = 0; at < piece.length; ) {
      const taken = piece.copy(frame, filled, at);
      at += taken;
      filled += taken;
      if (filled < frameBytes) continue;
      yield frame;
      // The one that was given away is compressed meanwhile.
      frame = Buffer.allocUnsafeSlow(frameBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield frame.subarray(0, filled);
}

/** Writes one part from the bytes of a file that is not an archive (a SQLite copy). */
export async function writeFilePart(path: string, options: PartOptions): Promise<PartDigest> {
  await using file = await PartFile.create(options.file);
  using sink = new FrameSink(file, options.format, options.level);
  const stream = createReadStream(path, { highWaterMark: frameBytes, signal: options.signal });
  try {
    for await (const bytes of chunksOf(stream)) {
      options.onBytes(bytes.length);
      await options.throttle?.take(bytes.length, options.signal);
      await sink.push(bytes, () => freeBuffer(bytes));
    }
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    throw fileFailure(error, path);
  }
  return await sink.finish();
}
