import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CorpusBytes } from './corpus-bytes.ts';

const gib = 2 ** 30;
const mib = 2 ** 20;
const pageBytes = 8192;

/**
 * Fills a new folder with what an application keeps, `size` GiB of it, the same bytes for the same seed: 25 % text,
 * 20 % binaries, 20 % incompressible, 15,000 small files per GiB (13 %), a database's file (12 %) and SQLite (10 %).
 */
export async function makeCorpus(root: string, size: number, seed: string): Promise<void> {
  const bytes = new CorpusBytes(seed);
  await mkdir(root, { recursive: true });
  await writePieces(join(root, 'logs'), 'log', size * 0.25 * gib, 32 * mib, (length) => bytes.text(length));
  await writePieces(join(root, 'binaries'), 'so', size * 0.2 * gib, 12 * mib, (length) => bytes.binary(length));
  await writePieces(join(root, 'media'), 'jpg', size * 0.2 * gib, 4 * mib, (length) => bytes.random(length));
  writeSmallFiles(join(root, 'small'), Math.round(size * 15_000), bytes);
  await writePieces(join(root, 'database'), 'pages', size * 0.12 * gib, gib, (length) => pages(bytes, length));
  writeSqlite(join(root, 'app.sqlite'), size * 0.1 * gib, bytes);
}

/** Files of at most `pieceBytes`, together `total` bytes. */
async function writePieces(
  folder: string,
  ending: string,
  total: number,
  pieceBytes: number,
  make: (length: number) => Buffer,
): Promise<void> {
  await mkdir(folder);
  for (let left = Math.floor(total), n = 0; left > 0; n += 1) {
    const path = join(folder, `${n}.${ending}`);
    await writeFile(path, '');
    for (let room = Math.min(left, pieceBytes); room > 0; ) {
      const piece = make(Math.min(room, 4 * mib));
      await writeFile(path, piece, { flag: 'a' });
      room -= piece.length;
      left -= piece.length;
    }
  }
}

/** 256 bytes to 46 KiB, 8.7 KiB on average, a hundred in a folder; every fourth is binary. */
function writeSmallFiles(folder: string, count: number, bytes: CorpusBytes): void {
  for (let n = 0; n < count; n += 1) {
    const group = join(folder, String(Math.floor(n / 100)));
    if (n % 100 === 0) mkdirSync(group, { recursive: true });
    const length = Math.floor(2 ** (8 + 7.5 * bytes.fraction()));
    writeFileSync(join(group, `item-${n}`), n % 4 === 0 ? bytes.binary(length) : bytes.text(length));
  }
}

/** Pages as a database's file has them: a header, rows of text and numbers, free space of zeros. */
function pages(bytes: CorpusBytes, length: number): Buffer {
  const all = Buffer.alloc(length);
  for (let at = 0; at < length; at += pageBytes) {
    bytes.random(24).copy(all, at);
    bytes.text(3500).copy(all, at + 24);
    bytes.binary(2200).copy(all, at + 3524);
  }
  return all;
}

function writeSqlite(path: string, target: number, bytes: CorpusBytes): void {
  using database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
  database.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, at INTEGER, title TEXT, body TEXT)');
  database.exec('CREATE INDEX note_at ON note (at); BEGIN');
  const insert = database.prepare('INSERT INTO note (at, title, body) VALUES (?, ?, ?)');
  for (let written = 0; written < target; written += 1200) {
    const text = bytes.text(1130).toString('latin1');
    insert.run(Math.floor(bytes.fraction() * 2 ** 31), text.slice(0, 30), text.slice(30));
  }
  database.exec('COMMIT');
}
