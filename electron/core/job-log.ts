import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../../shared/model/log-line.ts';
import { chunksOf } from './byte-stream.ts';
import { errnoOf, fileFailure } from './file-failure.ts';
import { parseLogLine } from './log-line.ts';

const mostLines = 500;
const longestLine = 1 << 20;
const newLine = 0x0a;

/**
 * The last 500 lines that the logs in `folder` hold about a job, oldest first. Files are streamed: what is kept in
 * memory does not grow with them. Lines above 1 MiB and a torn last one are left out. FILE_FAILED.
 */
export async function readJobLog(folder: string, jobId: string): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  // Most lines are of other jobs: parsing them all would take a hundred times as long.
  const mark = Buffer.from(JSON.stringify(jobId));
  for (const path of await logFiles(folder)) {
    for await (const bytes of linesOf(path)) {
      const line = bytes.includes(mark) ? parseLogLine(bytes.toString(), jobId) : null;
      if (line !== null) lines.push(line);
      if (lines.length > mostLines) lines.shift();
    }
  }
  return lines;
}

/** The log and what it was before it was turned over, in the order of their last lines. */
async function logFiles(folder: string): Promise<string[]> {
  const names = (await namesIn(folder)).filter((name) => name.startsWith('lifeboat.log'));
  const files = await Promise.all(names.map(async (name) => ageOf(join(folder, name))));
  return files.toSorted((one, other) => one.writtenMs - other.writtenMs).map(({ path }) => path);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw fileFailure(error, folder);
  }
}

async function ageOf(path: string): Promise<{ readonly path: string; readonly writtenMs: number }> {
  try {
    return { path, writtenMs: (await stat(path)).mtimeMs };
  } catch (error) {
    throw fileFailure(error, path);
  }
}

async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of chunksOf(createReadStream(path, { highWaterMark: 256 << 10 }))) {
      let from = 0;
      for (let end = chunk.indexOf(newLine); end !== -1; end = chunk.indexOf(newLine, from)) {
        const piece = chunk.subarray(from, end);
        if (length + piece.length <= longestLine) yield begun.length === 0 ? piece : Buffer.concat([...begun, piece]);
        begun = [];
        length = 0;
        from = end + 1;
      }
      const rest = chunk.subarray(from);
      length += rest.length;
      begun = length > longestLine ? [] : [...begun, rest];
    }
  } catch (error) {
    throw fileFailure(error, path);
  }
}
