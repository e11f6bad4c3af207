import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Archive, goodArchives, hostileArchives } from './archives.ts';
import { type Lane, openLane } from './lanes.ts';

const refusals = [
  'ARCHIVE_UNRECOGNISED',
  'PACK_CORRUPT',
  'PACK_HOSTILE',
  'PACK_INCOMPLETE',
  'PACK_MANIFEST_INVALID',
  'PACK_NOT_A_PACK',
];

// Two processes keep two cores busy; a lane is used by one test at a time.
const lanes: Lane[] = [];
const free: Lane[] = [];
const waiting: ((lane: Lane) => void)[] = [];

beforeAll(async () => {
  for (let i = 0; i < 2; i++) lanes.push(await openLane());
  free.push(...lanes);
});
afterAll(async () => {
  for (const lane of lanes) await lane[Symbol.asyncDispose]();
});

async function withLane<T>(use: (lane: Lane) => Promise<T>): Promise<T> {
  const lane = free.pop() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)));
  try {
    return await use(lane);
  } finally {
    const next = waiting.shift();
    if (next === undefined) free.push(lane);
    else next(lane);
  }
}

async function imported(lane: Lane, archive: Archive) {
  const path = await lane.place(archive.file);
  await writeFile(path, archive.bytes());
  const result = await lane.importPath(path);
  await lane.tidy();
  return result;
}

const codeOf = (document: unknown) => (document as { error?: { code?: string } }).error?.code;

describe.concurrent('the import command refuses', () => {
  test.each(hostileArchives)('$name', async (archive) => {
    await withLane(async (lane) => {
      const before = await lane.outside();
      const { end, memoryMiB, seconds } = await imported(lane, archive);
      expect(refusals).toContain(codeOf(end.json()));
      expect(end.code).toBeGreaterThan(0);
      expect(await lane.outside()).toEqual(before);
      const left = await readdir(join(lane.storage, 'shop'), { recursive: true });
      expect(left.filter((name) => name !== '_tmp')).toEqual([]);
      expect(existsSync('/tmp/evil')).toBe(false);
      expect(memoryMiB).toBeGreaterThan(20);
      expect(memoryMiB).toBeLessThan(512);
      expect(seconds).toBeLessThan(30);
    });
  });
});

describe('the import command takes', () => {
  test.each(goodArchives)('$name', async (archive) => {
    await using lane = await openLane();
    const { end } = await imported(lane, archive);
    expect(end.code).toBe(0);
    expect(end.json()).toMatchObject({ status: 'succeeded', verified: true });
  });
});
