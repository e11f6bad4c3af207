import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '../../electron/core/engine.ts';
import type { PolicyDraft } from '../../shared/model/schedule.ts';
import { policyPresets } from '../../shared/schedule/policy-presets.ts';
import { until } from './until.ts';

/** What became of a night at four: `missed` when nothing ran. */
export type Fate = 'good' | 'failed' | 'missed';

const hourMs = 3_600_000;

/** The last `count` times that the local clock showed four in the morning, a minute later; oldest first. */
function mornings(count: number): number[] {
  const last = new Date();
  if (last.getHours() < 5) last.setDate(last.getDate() - 1);
  return Array.from({ length: count }, (_, n) => {
    const at = new Date(last);
    at.setDate(at.getDate() - (count - 1 - n));
    return at.setHours(4, 1, 0, 0);
  });
}

const nightly: PolicyDraft = { name: 'nightly', ...policyPresets.nightly };
const standard: readonly PolicyDraft[] = [nightly, { ...nightly, name: 'weekly', cron: '0 3 * * 0', mode: 'hot' }];

/** For who looks at missed nights: whatever the hour is, the next start does not catch up with the last one. */
export const withoutCatchUp: readonly PolicyDraft[] = [{ ...nightly, catchUpHours: 0.02 }];

/**
 * Nights of the stack `photos` with the two policies `nightly` and `weekly`, or others that have a run at four, oldest
 * first, spent by the engine's own scheduler with a clock that is late. `beside` gets its folder. Nothing else is in
 * `home` then.
 */
export async function spendNights(
  { path: home, beside }: { readonly path: string; readonly beside: string },
  fates: readonly Fate[],
  policies = standard,
): Promise<void> {
  const photos = join(beside, 'photos');
  await mkdir(photos);
  await writeFile(join(photos, 'IMG_4410.jpg'), 'a photo');
  const nights = mornings(fates.length);
  let now = (nights[0] ?? Date.now()) - 2 * hourMs;
  const engine = await createEngine({ home, env: {}, clock: () => now });
  try {
    const { id } = await engine.addStack({ folders: [photos], name: 'photos' });
    for (const policy of policies) await engine.savePolicy(id, null, policy);
    for (const [n, fate] of fates.entries()) {
      now = nights[n] ?? now;
      if (fate === 'missed') continue;
      if (fate === 'failed') await rename(photos, `${photos}.away`);
      {
        await using _scheduler = engine.runScheduler('daemon');
        await until('the night is over', async () => {
          const [newest, ...runs] = await engine.policyRuns(id);
          const isNew = newest !== undefined && Date.parse(newest.plannedAt) > now - hourMs;
          return isNew && [newest, ...runs].every(({ endedAt }) => endedAt !== null) ? true : null;
        });
      }
      if (fate === 'failed') await rename(`${photos}.away`, photos);
    }
  } finally {
    await engine.close();
  }
}
