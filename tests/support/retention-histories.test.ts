import { describe, expect, it } from 'vitest';
import { retentionOf, type RetentionFacts } from '../../electron/core/schedule/retention.ts';
import type { KeepReason, RetentionPreview } from '../../shared/model/schedule.ts';
import { retentionFault } from './retention-histories.ts';

// All 10,000: LIFEBOAT_HISTORIES=10000. The seed that a failure names repeats it: LIFEBOAT_SEED.
const count = Number(process.env['LIFEBOAT_HISTORIES'] ?? 1000);
const seed = Number(process.env['LIFEBOAT_SEED'] ?? Date.now() % 1_000_000);

/** The product's retention, forgetting one reason to keep. */
function forgetting(reason: KeepReason): (facts: RetentionFacts) => RetentionPreview {
  return (facts) => {
    const { keeps, deletes } = retentionOf(facts);
    const forgotten = keeps.filter((kept) => kept.reason === reason);
    return {
      keeps: keeps.filter((kept) => kept.reason !== reason),
      deletes: [...deletes, ...forgotten.map(({ backupId, name }) => ({ backupId, name, storedBytes: 0 }))],
    };
  };
}

describe('retention on random histories', () => {
  it(`keeps every promise in ${count} of them`, () => {
    expect(retentionFault({ count, seed })).toBeNull();
  });

  it.each(['last-good', 'pinned', 'type', 'days', 'count', 'unlimited', 'in-use', 'elder'] as const)(
    'is found out when it forgets %s',
    (reason) => {
      expect(retentionFault({ count: 1000, seed: 7, decide: forgetting(reason) })).not.toBeNull();
    },
  );

  it('is found out when a pack that is missing counts as kept', () => {
    const blind = (facts: RetentionFacts) =>
      retentionOf({ ...facts, backups: facts.backups.map((backup) => ({ ...backup, missing: false })) });
    expect(retentionFault({ count: 1000, seed: 7, decide: blind })).not.toBeNull();
  });

  it('is found out when it deletes nothing', () => {
    const idle = (facts: RetentionFacts) => ({ keeps: retentionOf(facts).keeps, deletes: [] });
    expect(retentionFault({ count: 1000, seed: 7, decide: idle })).not.toBeNull();
  });
});
