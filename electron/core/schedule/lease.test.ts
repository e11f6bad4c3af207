import { afterEach, beforeEach, expect, it } from 'vitest';
import { currentProcess } from '../jobs/process-identity.ts';
import { makeHome, type TestHome } from '../jobs/testing/sample-records.ts';
import { SchedulerLease, schedulerOwner } from './lease.ts';

let home: TestHome;
let now: number;
const clock = () => now;

beforeEach(() => {
  home = makeHome();
  now = Date.parse('2026-11-20T03:00:00Z');
});
afterEach(async () => {
  await home[Symbol.asyncDispose]();
});

const lease = (kind: 'panel' | 'daemon' = 'daemon') => new SchedulerLease(home.catalog, clock, kind);

it('is held by one at a time, and by the next once it is given back', () => {
  const [one, other] = [lease('panel'), lease('daemon')];
  expect([one.hold(), other.hold(), one.hold()]).toEqual([true, false, true]);
  expect(schedulerOwner(home.catalog)).toEqual({ kind: 'panel', pid: process.pid, since: '2026-11-20T03:00:00.000Z' });
  other.release();
  expect(other.hold()).toBe(false);
  one.release();
  expect(schedulerOwner(home.catalog)).toBeNull();
  expect([other.hold(), one.hold()]).toEqual([true, false]);
});

it('is taken over at the first look when its process is dead', () => {
  const dead = { ...currentProcess(), startTime: 'earlier' };
  const since = '2026-11-20T02:00:00.000Z';
  home.catalog.settings.set('schedulerLease', { holder: 'x', kind: 'panel', process: dead, since, beat: now });
  expect(schedulerOwner(home.catalog)).toBeNull();
  expect(lease().hold()).toBe(true);
});

it('is taken over from a process that lives and does nothing, and lost by it', () => {
  const [stuck, other] = [lease(), lease()];
  expect(stuck.hold()).toBe(true);
  const looks: boolean[] = [];
  for (let look = 0; look < 13; look++) {
    now += 15_000;
    looks.push(other.hold());
  }
  expect(looks).toEqual([...Array.from({ length: 12 }, () => false), true]);
  expect(stuck.hold()).toBe(false);
});

it('is kept by whoever beats, over jumps of the clock both ways', () => {
  const [one, other] = [lease(), lease()];
  expect(one.hold()).toBe(true);
  for (const jump of [15_000, 86_400_000, 15_000, -86_400_000, 15_000, -400 * 86_400_000]) {
    now += jump;
    expect([one.hold(), other.hold()]).toEqual([true, false]);
  }
  for (let look = 0; look < 60; look++) {
    now += 15_000;
    expect([one.hold(), other.hold()]).toEqual([true, false]);
  }
});
