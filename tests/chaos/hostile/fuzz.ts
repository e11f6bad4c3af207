import { existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { readArchive, recogniseArchive } from '../../../electron/core/archive/plain-archive.ts';
import { TarScanner } from '../../../electron/core/archive/tar-scanner.ts';
import { isAppError } from '../../../electron/core/errors.ts';
import { TreeWriter } from '../../../electron/core/folders/tree-writer.ts';
import { everyHostileArchive } from '../../hostile/archives.ts';
import { memoryFolder } from '../../support/temp-folder.ts';
import { SeededRandom } from '../random.ts';
import { mutatedBytes, mutatedTar } from './mutation.ts';

/** What a fuzz came to. */
export interface FuzzCount {
  readonly rounds: number;
  /** Refusals by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Mutations that left a tar in order. */
  readonly taken: number;
  readonly peakMiB: number;
  readonly slowestMs: number;
  readonly faults: readonly string[];
}

const limits = { bytes: 1 << 20, ms: 30_000, memoryMiB: 512 } as const;
const refusals: ReadonlySet<string> = new Set(['PACK_HOSTILE', 'PACK_CORRUPT', 'ARCHIVE_UNRECOGNISED', 'FILE_FAILED']);
const signal = new AbortController().signal;

/**
 * Extracts mutated archives as a rollback does, into a folder deep inside one that is watched: nothing else in there
 * changes, what refuses has a name, and bytes, time and memory stay bounded.
 */
export async function fuzzExtraction(rounds: number, seed: number): Promise<FuzzCount> {
  await using folder = await memoryFolder();
  const ground = openGround(folder.path);
  const refused: Record<string, number> = {};
  const faults: string[] = [];
  let [taken, slowestMs, peakMiB] = [0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    const outcome = await extractOne(ground, mutation(new SeededRandom(seed + round)));
    slowestMs = Math.max(slowestMs, performance.now() - begun);
    if (round % 100 === 0) peakMiB = Math.max(peakMiB, process.memoryUsage.rss() / 2 ** 20);
    if (outcome === null) taken += 1;
    else refused[outcome] = (refused[outcome] ?? 0) + 1;
    const fault = outcome !== null && !refusals.has(outcome) ? `an error without a name: ${outcome}` : ground.fault();
    if (fault !== null) faults.push(`--seed ${seed + round}: ${fault}`);
    if (faults.length >= 10) break;
    ground.clear();
  }
  if (slowestMs > limits.ms) faults.push(`one took ${slowestMs} ms`);
  if (peakMiB > limits.memoryMiB) faults.push(`the process took ${peakMiB} MiB`);
  return { rounds, refused, taken, peakMiB, slowestMs, faults };
}

interface Ground {
  readonly archive: string;
  readonly staging: string;
  /** What happened outside the staging folder, or too much of it inside; null when nothing did. */
  readonly fault: () => string | null;
  readonly clear: () => void;
}

/** A canary stands beside each folder on the way to the staging folder. */
function openGround(top: string): Ground {
  const way = ['a', 'b', 'c'].map((_, at, all) => join(top, ...all.slice(0, at + 1)));
  const canaries = [top, ...way].map((folder) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'canary'), 'canary', { mode: 0o600 });
    return join(folder, 'canary');
  });
  const staging = join(top, 'a', 'b', 'c', 'staging');
  const archive = join(top, 'archive');
  linkSync(canaries[0] ?? '', join(top, 'witness'));
  const look = (): string =>
    JSON.stringify([
      canaries.map((path) => {
        const { mode, uid, gid, mtimeMs, nlink } = lstatSync(path);
        return [readFileSync(path, 'utf8'), mode, uid, gid, mtimeMs, nlink];
      }),
      [top, ...way].map((folder) => [readdirSync(folder).filter((name) => name !== 'staging'), lstatSync(folder).mode]),
      existsSync('/tmp/evil') || existsSync('/evil'),
    ]);
  const clear = (): void => {
    rmSync(staging, { recursive: true, force: true });
    mkdirSync(staging, { mode: 0o700 });
  };
  writeFileSync(archive, '');
  clear();
  const untouched = look();
  return {
    archive,
    staging,
    clear,
    fault: () => {
      const now = look();
      if (now !== untouched) return `outside the staging folder is ${now} instead of ${untouched}`;
      const bytes = bytesBelow(staging);
      return bytes > 2 * limits.bytes ? `${bytes} bytes were written` : null;
    },
  };
}

/** Without following a link, as Node's own recursion does. */
function bytesBelow(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(Buffer.from(folder, 'latin1'), { withFileTypes: true, encoding: 'buffer' })) {
    const path = `${folder}/${entry.name.toString('latin1')}`;
    if (entry.isDirectory()) bytes += bytesBelow(path);
    else if (entry.isFile()) bytes += lstatSync(Buffer.from(path, 'latin1')).blocks * 512;
  }
  return bytes;
}

function mutation(random: SeededRandom): Buffer {
  const tar = mutatedTar(random);
  const form = random.next();
  // Compressed ones are changed in their bytes now and then, and else hold a changed tar.
  const bytes = form < 0.8 ? tar : form < 0.9 ? gzipSync(tar, { level: 1 }) : zstdCompressSync(tar);
  return form >= 0.8 && random.next() < 0.5 ? mutatedBytes(bytes, random) : bytes;
}

/** The code, or the text, with which an archive is refused; null when it is extracted. */
async function extractOne({ archive, staging }: Ground, bytes: Buffer): Promise<string | null> {
  writeFileSync(archive, bytes);
  try {
    const writer = new TreeWriter({ into: staging, names: null, maxBytes: limits.bytes, part: 'archive' });
    const scanner = new TarScanner(writer, 'archive');
    for await (const piece of readArchive(await recogniseArchive(archive), signal)) scanner.push(piece);
    scanner.end();
    writer.finish();
    return null;
  } catch (error) {
    return isAppError(error) ? error.code : String(error instanceof Error ? error.stack : error);
  }
}

/** Extracts every hostile archive in the same place: each is refused by what reads it, before anything is written elsewhere. */
export async function extractCorpus(): Promise<{ readonly tried: number; readonly faults: readonly string[] }> {
  await using folder = await memoryFolder();
  const ground = openGround(folder.path);
  const faults: string[] = [];
  const archives = everyHostileArchive.filter(({ name }) => !/^(?:a bomb|single file)/u.test(name));
  for (const { name, file, bytes } of archives) {
    const outcome = await extractOne(ground, bytes());
    const isRefused = outcome?.startsWith('PACK_') === true || outcome === 'ARCHIVE_UNRECOGNISED';
    const fault = isRefused ? ground.fault() : `extracted, or refused only with ${outcome}`;
    if (fault !== null) faults.push(`${name} (${file}): ${fault}`);
    ground.clear();
  }
  return { tried: archives.length, faults };
}
