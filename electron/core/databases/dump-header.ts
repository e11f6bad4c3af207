import { Readable } from 'node:stream';
import type { z } from 'zod';
import { chunksOf } from '../byte-stream.ts';
import { AppError, detailOf } from '../errors.ts';

const lead = '-- Lifeboat: ';
const longest = 1024 * 1024;

/** What the first line of a dump says: whatever a program that reads the dump takes for a comment. */
export function headerLine(facts: Readonly<Record<string, unknown>>): string {
  return `${lead}${JSON.stringify(facts)}\n`;
}

/** Reads that line. `rest` gives the whole dump, the line included. DATABASE_RESTORE_FAILED when it is none of ours. */
export async function readHeader<Schema extends z.ZodType>(
  dump: Readable,
  schema: Schema,
  database: string,
): Promise<{ readonly header: z.infer<Schema>; readonly rest: Readable }> {
  const chunks = chunksOf(dump);
  let head = Buffer.alloc(0);
  while (!head.includes('\n') && head.length < longest) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const line = head.subarray(0, Math.max(0, head.indexOf('\n'))).toString('utf8');
  try {
    if (!line.startsWith(lead)) throw new Error('its first line is not Lifeboat’s');
    const header = schema.parse(JSON.parse(line.slice(lead.length)));
    return { header, rest: Readable.from(withHead(head, chunks), { objectMode: false }) };
  } catch (error) {
    await chunks.return();
    throw new AppError('DATABASE_RESTORE_FAILED', { database, detail: detailOf(error) }, { cause: error });
  }
}

async function* withHead(head: Buffer, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* chunks;
}
