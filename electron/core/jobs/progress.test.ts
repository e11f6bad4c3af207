import { expect, test } from 'vitest';
import { ProgressMeter } from './progress.ts';

const mib = 1024 * 1024;

function meterAt(start: number): { meter: ProgressMeter; pass: (ms: number) => void } {
  let now = start;
  const meter = new ProgressMeter(() => now);
  return {
    meter,
    pass: (ms) => {
      now += ms;
    },
  };
}

test('a steady flow has its speed, and the time left follows from it', () => {
  const { meter, pass } = meterAt(1000);
  meter.phase('copying', 100 * mib);
  for (let second = 0; second < 10; second += 1) {
    pass(1000);
    meter.add(5 * mib);
  }
  expect(meter.snapshot()).toEqual({
    phase: 'copying',
    item: null,
    doneBytes: 50 * mib,
    totalBytes: 100 * mib,
    speed: 5 * mib,
    etaMs: 10_000,
  });
});

test('speed is of the last 5 s: what was faster before does not count', () => {
  const { meter, pass } = meterAt(0);
  meter.phase('copying', 1000 * mib);
  pass(1000);
  meter.add(500 * mib);
  for (let second = 0; second < 6; second += 1) {
    pass(1000);
    meter.add(mib);
  }
  expect(meter.snapshot().speed).toBe(mib);
});

test('speed falls to 0 when nothing comes, and no time left is claimed', () => {
  const { meter, pass } = meterAt(0);
  meter.phase('copying', 10 * mib);
  pass(1000);
  meter.add(mib);
  pass(6000);
  expect(meter.snapshot()).toMatchObject({ doneBytes: mib, speed: 0, etaMs: null });
});

test('a last block that came too soon after another to be measured does not keep the speed up', () => {
  const { meter, pass } = meterAt(0);
  meter.phase('copying', 10 * mib);
  pass(50);
  meter.add(mib);
  for (let look = 0; look < 24; look += 1) {
    pass(250);
    meter.snapshot();
  }
  expect(meter.snapshot().speed).toBe(0);
});

test.each([
  ['an unknown total', 0, mib],
  ['more done than was estimated', mib, 2 * mib],
])('with %s no time left is claimed', (_what, total, done) => {
  const { meter, pass } = meterAt(0);
  meter.phase('copying', total);
  pass(1000);
  meter.add(done);
  expect(meter.snapshot()).toMatchObject({ speed: done, etaMs: null });
});

test('a phase begins from 0 and is announced after it has begun', () => {
  const seen: unknown[] = [];
  const meter = new ProgressMeter(
    () => 0,
    () => seen.push(meter.snapshot()),
  );
  meter.item('volume/data');
  meter.add(7);
  meter.phase('verifying', 9);
  expect(seen).toEqual([{ phase: 'verifying', item: null, doneBytes: 0, totalBytes: 9, speed: 0, etaMs: null }]);
});

test('a clock that is set back gives no negative speed', () => {
  const { meter, pass } = meterAt(100_000);
  meter.phase('copying', 10 * mib);
  pass(-50_000);
  meter.add(mib);
  expect(meter.snapshot()).toMatchObject({ speed: 0, etaMs: null });
});
