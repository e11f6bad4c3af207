import { cp } from 'node:fs/promises';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostilePacks } from './hostile-packs.ts';
import { hostilePackFault } from './import-fault.ts';
import { type Lane, openLane } from './lanes.ts';

let maker: Lane;
let taker: Lane;
let pack: string;

beforeAll(async () => {
  maker = await openLane();
  taker = await openLane();
  pack = await maker.backUp();
});
afterAll(async () => {
  await maker[Symbol.asyncDispose]();
  await taker[Symbol.asyncDispose]();
});

describe('the import command refuses a pack', () => {
  test.each(hostilePacks)('%s', async (_what, code, spoil) => {
    expect(await hostilePackFault(taker, pack, code, spoil)).toBeNull();
  });
});

test('the import command takes the pack that was not spoiled', async () => {
  const folder = await taker.place(basename(pack));
  await cp(pack, folder, { recursive: true });
  const { end } = await taker.importPath(folder);
  expect(end.json()).toMatchObject({ status: 'succeeded', verified: true });
});
