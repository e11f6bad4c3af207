import { AppError } from '../errors.ts';

/** Sizes in bytes of one independent frame. */
export interface FrameSize {
  readonly stored: number;
  readonly raw: number;
}

// Zstandard seekable format 0.1.0: a skippable frame behind the data that lists the frames.
const skippableMagic = 0x184d2a5e;
const seekableMagic = 0x8f92eab1;
const headBytes = 8;
const footBytes = 9;
const entryBytes = 8;

/** The seek table that ends a `.zst` part. Ordinary readers skip it. */
export function encodeSeekTable(frames: readonly FrameSize[]): Buffer {
  const content = frames.length * entryBytes + footBytes;
  const table = Buffer.alloc(headBytes + content);
  table.writeUInt32LE(skippableMagic, 0);
  table.writeUInt32LE(content, 4);
  for (const [i, frame] of frames.entries()) {
    table.writeUInt32LE(frame.stored, headBytes + i * entryBytes);
    table.writeUInt32LE(frame.raw, headBytes + i * entryBytes + 4);
  }
  const foot = table.length - footBytes;
  table.writeUInt32LE(frames.length, foot);
  table.writeUInt8(0, foot + 4);
  table.writeUInt32LE(seekableMagic, foot + 5);
  return table;
}

/** Length in bytes of the table whose last `footBytes` bytes are `foot`, checked. */
export function seekTableLength(foot: Buffer, part: string): number {
  if (foot.length !== footBytes || foot.readUInt32LE(5) !== seekableMagic || foot.readUInt8(4) !== 0) {
    throw new AppError('PACK_CORRUPT', { pack: '', part, detail: 'the list of frames is missing' });
  }
  return headBytes + foot.readUInt32LE(0) * entryBytes + footBytes;
}

/** Bytes to read from a part's end to learn the length of its table. */
export const seekTableFoot = footBytes;

/** Reads a whole table; `storedBytes` is the size of the part, which the frames and the table must fill exactly. */
export function decodeSeekTable(table: Buffer, storedBytes: number, part: string): FrameSize[] {
  const corrupt = (detail: string) => new AppError('PACK_CORRUPT', { pack: '', part, detail });
  if (table.readUInt32LE(0) !== skippableMagic || table.readUInt32LE(4) !== table.length - headBytes) {
    throw corrupt('the list of frames is damaged');
  }
  const frames: FrameSize[] = [];
  let total = table.length;
  for (let at = headBytes; at < table.length - footBytes; at += entryBytes) {
    const frame = { stored: table.readUInt32LE(at), raw: table.readUInt32LE(at + 4) };
    total += frame.stored;
    frames.push(frame);
  }
  if (total !== storedBytes) throw corrupt('the list of frames does not fit the file');
  return frames;
}
