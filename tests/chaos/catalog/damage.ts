import { copyFile, open, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeededRandom } from '../random.ts';

export const damageKinds = [
  'deleted',
  'truncated',
  'bits flipped',
  'rolled back',
  'page of zeros',
  'WAL truncated',
  'WAL bits flipped',
  'WAL deleted',
  'deleted, its WAL left',
  'bits flipped',
] as const;
export type DamageKind = (typeof damageKinds)[number];

/** Whether the damage is done to the home as a process left it that was killed, with records in the WAL. */
export function wantsWal(kind: DamageKind): boolean {
  return kind.includes('WAL');
}

/** Damages the catalog of a home; the rest of the home stays. `older`: a home whose catalog it is rolled back to. */
export async function damage(home: string, kind: DamageKind, random: SeededRandom, older: string): Promise<void> {
  const file = join(home, 'catalog.db');
  const wal = `${file}-wal`;
  switch (kind) {
    case 'deleted':
      for (const path of [file, wal, `${file}-shm`]) await rm(path, { force: true });
      return;
    case 'deleted, its WAL left':
      await rm(file);
      return;
    case 'rolled back':
      for (const end of ['', '-wal', '-shm']) {
        await rm(`${file}${end}`, { force: true });
        await copyFile(join(older, `catalog.db${end}`), `${file}${end}`).catch(() => undefined);
      }
      return;
    case 'WAL deleted':
      await rm(wal);
      return;
    case 'truncated':
    case 'WAL truncated': {
      const path = kind === 'truncated' ? file : wal;
      await truncate(path, Math.floor(random.next() * (await stat(path)).size));
      return;
    }
    case 'bits flipped':
    case 'WAL bits flipped':
      await flipBits(kind === 'bits flipped' ? file : wal, 1 + Math.floor(random.next() * 8), random);
      return;
    case 'page of zeros':
      await zeroPage(file, random);
  }
}

async function flipBits(path: string, count: number, random: SeededRandom): Promise<void> {
  await using file = await open(path, 'r+');
  const { size } = await file.stat();
  const byte = Buffer.alloc(1);
  for (let n = 0; n < count; n += 1) {
    const at = Math.floor(random.next() * size);
    await file.read(byte, 0, 1, at);
    byte.writeUInt8(byte.readUInt8() ^ (1 << Math.floor(random.next() * 8)));
    await file.write(byte, 0, 1, at);
  }
}

const pageBytes = 4096;

async function zeroPage(path: string, random: SeededRandom): Promise<void> {
  await using file = await open(path, 'r+');
  const { size } = await file.stat();
  const page = Math.floor((random.next() * size) / pageBytes);
  await file.write(Buffer.alloc(pageBytes), 0, pageBytes, page * pageBytes);
}
