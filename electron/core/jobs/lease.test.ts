import { expect, test } from 'vitest';
import { deadJobs } from './dead-jobs.ts';
import { makeHome, shop, type TestHome } from './testing/sample-records.ts';
import { LeaseHolder } from './testing/lease-holder.ts';

function homeWithShop(): TestHome {
  const home = makeHome();
  home.catalog.stacks.insert(shop);
  return home;
}

async function heldJob(holder: LeaseHolder): Promise<string> {
  expect(await holder.line()).toBe('ready');
  holder.go();
  const line = await holder.line();
  expect(line).toMatch(/^held /u);
  return line.slice('held '.length);
}

test('of two processes that race for a stack exactly one gets it, every time', async () => {
  for (let round = 0; round < 4; round += 1) {
    await using home = homeWithShop();
    await using one = new LeaseHolder(home.catalog.file);
    await using two = new LeaseHolder(home.catalog.file);
    const both = [one, two];
    await Promise.all(both.map((holder) => holder.line()));
    for (const holder of both) holder.go();
    const answers = await Promise.all(both.map((holder) => holder.line()));
    expect(answers.filter((answer) => answer.startsWith('held '))).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'STACK_BUSY')).toHaveLength(1);
    expect(home.catalog.jobs.open()).toHaveLength(1);
  }
});

test('a killed holder leaves a dead job; a living one, however old its heartbeat, does not', async () => {
  await using home = homeWithShop();
  await using holder = new LeaseHolder(home.catalog.file);
  const job = await heldJob(holder);
  home.catalog.jobs.heartbeat(job, 0);
  expect(deadJobs(home.catalog)).toEqual([]);
  await holder.kill();
  expect(deadJobs(home.catalog)).toMatchObject([{ id: job, status: 'running', kind: 'backup' }]);
});

test('the stack of a dead holder stays refused until its job is ended', async () => {
  await using home = homeWithShop();
  await using killed = new LeaseHolder(home.catalog.file);
  const job = await heldJob(killed);
  await killed.kill();

  await using refused = new LeaseHolder(home.catalog.file);
  await refused.line();
  refused.go();
  expect(await refused.line()).toBe('STACK_BUSY');

  home.catalog.jobs.update(job, { status: 'failed', error: { code: 'JOB_INTERRUPTED', params: {} } });
  await using next = new LeaseHolder(home.catalog.file);
  await heldJob(next);
  expect(await next.finish()).toBe(0);
});

test('a cancel from another process ends the job there', async () => {
  await using home = homeWithShop();
  await using holder = new LeaseHolder(home.catalog.file);
  const job = await heldJob(holder);
  home.catalog.jobs.requestCancel(job);
  expect(await holder.line()).toBe('JOB_CANCELLED');
  expect(home.catalog.jobs.get(job)).toMatchObject({ status: 'cancelled', cancelRequested: true });
});

test('a process whose event loop runs dry in a job does not exit with 0', async () => {
  await using home = homeWithShop();
  await using holder = new LeaseHolder(home.catalog.file, 'stall');
  const job = await heldJob(holder);
  expect(await holder.finish()).toBe(1);
  expect(deadJobs(home.catalog)).toMatchObject([{ id: job }]);
});
