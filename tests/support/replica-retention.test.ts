import { describe, expect, it } from 'vitest';
import { replicasToDelete, type RetainedCopy } from '../../electron/core/replica/replica-retention.ts';
import { SeededRandom } from '../chaos/random.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 20);

describe('replicasToDelete', () => {
  it('keeps the newest whole copy in 10,000 random histories', () => {
    const random = new SeededRandom(7);
    const measure = () => (random.next() < 0.3 ? null : Math.floor(random.next() * 5));
    const newest = (among: readonly RetainedCopy[]) => Math.max(...among.map(({ madeAt }) => madeAt));
    for (let round = 0; round < 10_000; round++) {
      const copies = Array.from({ length: Math.floor(random.next() * 8) }, (_, n): RetainedCopy => {
        const madeAt = now - Math.floor((random.next() - 0.1) * 40) * dayMs;
        return {
          name: `copy ${n}`,
          packId: `${n}`,
          stackId: 'shop',
          type: random.pick(['scheduled', 'manual']),
          madeAt,
        };
      });
      const damaged = new Set(copies.filter(() => random.next() < 0.2).map(({ name }) => name));
      const retention = { days: measure(), count: measure() };
      const gone = replicasToDelete({ copies, retention, stackId: 'shop', pinned: new Set(), damaged, now });
      const whole = copies.filter(({ name }) => !damaged.has(name));
      expect(newest(whole.filter(({ name }) => !gone.includes(name)))).toBe(newest(whole));
      expect(gone.some((name) => damaged.has(name))).toBe(false);
    }
  });
});
