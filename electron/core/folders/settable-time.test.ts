import { lstatSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSameTime, settableTime } from './settable-time.ts';

it('sets the microsecond exactly, before 1970 too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeboat-time-'));
  const file = join(folder, 'x');
  writeFileSync(file, '');
  const times = [
    0n,
    1n,
    1_700_000_000_123_456_789n,
    1_700_000_000_123_456_000n,
    1_700_000_000_000_000_999n,
    4_000_000_000_999_999_999n,
    -5_250_000_000n,
  ];
  for (let n = 0n; n < 500n; n += 1n) times.push(1_763_000_000_000_000_000n + n * 7_654_321_000n);
  for (const time of times) {
    utimesSync(file, settableTime(time), settableTime(time));
    const found = lstatSync(file, { bigint: true }).mtimeNs;
    expect(found / 1000n, `${time}`).toBe(time / 1000n);
    expect(isSameTime(time, found)).toBe(true);
    expect(isSameTime(time + 2000n, found)).toBe(false);
  }
  rmSync(folder, { recursive: true });
});
