import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCatalog } from '../catalog/database.ts';
import { systemClock } from '../clock.ts';
import { createStopLedger, type StopLedger } from './stop-ledger.ts';
import { makeHome, shopDebt, stoppedContainer, type TestHome } from './testing/sample-records.ts';

const paidDebt = { ...shopDebt, containers: [] };

function ledgerOf(home: TestHome): { ledger: StopLedger; directory: string } {
  const directory = join(home.directory, 'ledger');
  return { ledger: createStopLedger(home.catalog, directory), directory };
}

test('a debt is in the catalog and in its file, and is listed once', async () => {
  await using home = makeHome();
  const { ledger, directory } = ledgerOf(home);
  await ledger.owe(shopDebt);
  expect(home.catalog.debts.get('job-1')).toEqual(shopDebt);
  expect(JSON.parse(await readFile(join(directory, 'job-1.json'), 'utf8'))).toEqual(shopDebt);
  expect(await readdir(directory)).toEqual(['job-1.json']);
  expect(await ledger.open()).toEqual({ debts: [shopDebt], unreadable: [] });
});

test('what was paid is not owed any more, and a settled debt is gone from both places', async () => {
  await using home = makeHome();
  const { ledger, directory } = ledgerOf(home);
  await ledger.owe(shopDebt);
  ledger.paid('job-1', 'db-id');
  ledger.paid('job-1', 'db-id');
  expect((await ledger.open()).debts).toEqual([{ ...shopDebt, containers: [stoppedContainer('web', 2)] }]);
  await expect(ledger.settle('job-1')).rejects.toThrow(/still owes web/u);
  ledger.paid('job-1', 'web-id');
  expect((await ledger.open()).debts).toEqual([paidDebt]);
  await ledger.settle('job-1');
  await ledger.settle('job-1');
  expect(await ledger.open()).toEqual({ debts: [], unreadable: [] });
  expect(await readdir(directory)).toEqual([]);
});

test('without the catalog the file is enough to pay and to settle', async () => {
  await using home = makeHome();
  const { ledger, directory } = ledgerOf(home);
  await ledger.owe(shopDebt);
  const empty = openCatalog(join(home.directory, 'new.db'), systemClock);
  const afterwards = createStopLedger(empty, directory);
  expect((await afterwards.open()).debts).toEqual([shopDebt]);
  afterwards.paid('job-1', 'db-id');
  afterwards.paid('job-1', 'web-id');
  expect((await afterwards.open()).debts).toEqual([paidDebt]);
  await afterwards.settle('job-1');
  expect((await afterwards.open()).debts).toEqual([]);
  empty.close();
});

test('without the file the catalog is enough to pay and to settle', async () => {
  await using home = makeHome();
  const { ledger, directory } = ledgerOf(home);
  await ledger.owe(shopDebt);
  await rm(directory, { recursive: true });
  expect((await ledger.open()).debts).toEqual([shopDebt]);
  for (const { containerId } of shopDebt.containers) ledger.paid('job-1', containerId);
  await ledger.settle('job-1');
  expect((await ledger.open()).debts).toEqual([]);
});

test('a torn file is reported and hides neither its own row nor other debts', async () => {
  await using home = makeHome();
  const { ledger, directory } = ledgerOf(home);
  const other = { ...shopDebt, jobId: 'job-2' };
  await ledger.owe(shopDebt);
  await ledger.owe(other);
  const path = join(directory, 'job-1.json');
  await writeFile(path, (await readFile(path, 'utf8')).slice(0, 40));
  const found = await ledger.open();
  expect(found.debts).toEqual([shopDebt, other]);
  expect(found.unreadable).toMatchObject([{ jobId: 'job-1', path, error: { code: 'FILE_FAILED' } }]);
});

test('a debt that nobody can read is reported and cannot be settled away', async () => {
  await using home = makeHome();
  const { ledger, directory } = ledgerOf(home);
  await ledger.owe(shopDebt);
  await writeFile(join(directory, 'lost.json'), '{"jobId": "somebody else"}');
  const found = await ledger.open();
  expect(found.debts).toEqual([shopDebt]);
  expect(found.unreadable).toMatchObject([{ jobId: 'lost' }]);
  await expect(ledger.settle('lost')).rejects.toThrow(/nobody can read/u);
  expect(await readdir(directory)).toContain('lost.json');
});

test('a job that owes again owes all of it, whatever it had paid', async () => {
  await using home = makeHome();
  const { ledger } = ledgerOf(home);
  await ledger.owe(shopDebt);
  const [first] = shopDebt.containers;
  ledger.paid('job-1', first?.containerId ?? '');
  const again = { ...shopDebt, containers: [stoppedContainer('cache', 7)] };
  await ledger.owe(again);
  const unpaid = shopDebt.containers.filter((container) => container !== first);
  expect((await ledger.open()).debts).toEqual([{ ...again, containers: [...again.containers, ...unpaid] }]);
});

test('a settled debt takes along what a death in the middle of its writing left, and nothing of other jobs', async () => {
  await using home = makeHome();
  const { ledger, directory } = ledgerOf(home);
  await ledger.owe(shopDebt);
  for (const job of ['job-1', 'job-12']) await writeFile(join(directory, `.${job}.json.0b5d.tmp`), '{');
  for (const { containerId } of shopDebt.containers) ledger.paid('job-1', containerId);
  await ledger.settle('job-1');
  expect(await readdir(directory)).toEqual(['.job-12.json.0b5d.tmp']);
});

test('a job may owe again after it has settled', async () => {
  await using home = makeHome();
  const { ledger } = ledgerOf(home);
  await ledger.owe(shopDebt);
  for (const { containerId } of shopDebt.containers) ledger.paid('job-1', containerId);
  await ledger.settle('job-1');
  const again = { ...shopDebt, containers: [stoppedContainer('db', 1)] };
  await ledger.owe(again);
  expect((await ledger.open()).debts).toEqual([again]);
});
