import { TextDecoder } from 'node:util';
import { AppError } from '../errors.ts';
import { IndexEntry } from './index-entry.ts';
import { type ReadPartOptions, readPart } from './part-reader.ts';

const longestLine = 1024 * 1024;

/** Entries of an index, in the order of the tar, each checked. Throws PACK_CORRUPT like `readPart`. */
export async function* readIndex(
  options: Omit<ReadPartOptions, 'format'>,
): AsyncGenerator<IndexEntry, void, undefined> {
  let rest = '';
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const piece of readPart({ ...options, format: 'zstd' })) {
    const lines = (rest + decode(decoder, piece, options.part)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw damaged(options.part);
    for (const line of lines) yield parseLine(line, options.part);
  }
  if (rest !== '' || decode(decoder, null, options.part) !== '') throw damaged(options.part);
}

/** The next text, or with null what is left of a character at the end. */
function decode(decoder: TextDecoder, piece: Buffer | null, part: string): string {
  try {
    return piece === null ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch (error) {
    throw damaged(part, error);
  }
}

function damaged(part: string, cause?: unknown): AppError {
  return new AppError('PACK_CORRUPT', { pack: '', part, detail: 'a line of the index cannot be read' }, { cause });
}

function parseLine(line: string, part: string): IndexEntry {
  try {
    return IndexEntry.parse(JSON.parse(line));
  } catch (error) {
    throw damaged(part, error);
  }
}
