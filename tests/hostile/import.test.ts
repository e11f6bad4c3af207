import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goodArchives, hostileArchives } from './archives.ts';
import { imported, importFault } from './import-fault.ts';
import { type Lane, openLane } from './lanes.ts';

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

describe.concurrent('the import command refuses', () => {
  test.each(hostileArchives)('$name', async (archive) => {
    await withLane(async (lane) => {
      expect(await importFault(lane, archive)).toBeNull();
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
