import { describe, expect, it } from 'vitest';
import type { BackupView } from '../../../shared/model/view.ts';
import { shopBackup } from '../jobs/testing/sample-records.ts';
import { dailyVerifications, nextVerification, type VerificationFacts } from './next-verification.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const start = Date.parse('2026-11-20T04:00:00.000Z');

/** A good pack that was read `days` before `start`. */
function pack(id: string, days: number, change: Partial<BackupView> = {}): BackupView {
  const verifiedAt = new Date(start - days * dayMs).toISOString();
  const good = { status: 'succeeded', verified: true, missing: false } as const;
  return { ...shopBackup, ...good, id, verifiedAt, ...change };
}

function factsOf(backups: readonly BackupView[], change: Partial<VerificationFacts> = {}): VerificationFacts {
  return { backups, policies: [], defaultDays: 30, readings: [], now: start, ...change };
}

describe('the pack to read again', () => {
  it.each<[string, VerificationFacts, string | null]>([
    ['is none of none', factsOf([]), null],
    ['is not one that was read 28 days ago', factsOf([pack('a', 28)]), null],
    ['is one on its last day', factsOf([pack('a', 29)]), 'a'],
    ['is the one that waits longest', factsOf([pack('a', 31), pack('b', 33), pack('c', 32)]), 'b'],
    ['is not one that is missing', factsOf([pack('a', 40, { missing: true })]), null],
    ['is not one that failed', factsOf([pack('a', 40, { verified: false })]), null],
    [
      'is due by the days of its policy',
      factsOf([pack('a', 8, { policyId: 'strict' }), pack('b', 8)], { policies: [{ id: 'strict', verifyDays: 7 }] }),
      'a',
    ],
    [
      'is due by the installation’s days when its policy says nothing',
      factsOf([pack('a', 8, { policyId: 'lax' })], { policies: [{ id: 'lax', verifyDays: null }], defaultDays: 7 }),
      'a',
    ],
    ['is one that was read at a time that is still to come', factsOf([pack('a', -400)]), 'a'],
    ['is none when the day has had its share', factsOf([pack('a', 40)], { readings: [start - 22 * hourMs] }), null],
    ['is not held back by a clock that was ahead', factsOf([pack('a', 40)], { readings: [start + 400 * dayMs] }), 'a'],
    ['is there again on the next day', factsOf([pack('a', 40)], { readings: [start - 23 * hourMs] }), 'a'],
    ['is not held back by packs that were made today', factsOf([pack('a', 40), pack('b', 0.5)]), 'a'],
  ])('%s', (_what, facts, id) => {
    expect(nextVerification(facts)?.id ?? null).toBe(id);
  });

  it('is one a day of 30 packs', () => {
    expect(dailyVerifications(factsOf(Array.from({ length: 30 }, (_, at) => pack(`p${at}`, at))))).toBe(1);
  });
});

describe('120 days of looks, one every quarter of an hour, each reading taking three minutes', () => {
  it.each([
    ['1 pack', 1],
    ['31 packs of one date', 31],
    ['300 packs of one date', 300],
  ])('%s: each is read within its 30 days, and no day has more than its share', (_what, count) => {
    const packs = new Map(Array.from({ length: count }, (_, at) => [`p${at}`, pack(`p${at}`, 0)]));
    const reads: number[] = [];
    let oldestMs = 0;
    for (let now = start; now < start + 120 * dayMs; now += hourMs / 4) {
      const due = nextVerification(factsOf([...packs.values()], { now, readings: reads }));
      if (due === null) continue;
      const readAt = now + hourMs / 20;
      oldestMs = Math.max(oldestMs, readAt - Date.parse(due.verifiedAt ?? ''));
      reads.push(readAt);
      packs.set(due.id, { ...due, verifiedAt: new Date(readAt).toISOString() });
    }
    const oldestLeft = Math.min(...[...packs.values()].map(({ verifiedAt }) => Date.parse(verifiedAt ?? '')));
    expect(Math.max(oldestMs, start + 120 * dayMs - oldestLeft)).toBeLessThanOrEqual(30 * dayMs);
    const share = dailyVerifications(factsOf([...packs.values()]));
    const most = Math.max(
      ...reads.map((at) => reads.filter((other) => other >= at && other < at + 23 * hourMs).length),
    );
    expect(most).toBeLessThanOrEqual(share);
    expect(share).toBe(Math.ceil(count / 30));
  });
});
