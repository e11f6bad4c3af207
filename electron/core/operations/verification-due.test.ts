import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { engineOf } from '../engine-calls.ts';
import { packPathOf } from './backup-lookup.ts';
import { makeEngine } from './testing/engine-fixture.ts';
import { verificationDue } from './verification-due.ts';

const long = '2026-01-01T00:00:00.000Z';

it('a pack that was not read for long is due, and the day’s share is used up by reading it', async () => {
  await using fixture = await makeEngine();
  const { context } = fixture;
  const [one, other] = [await fixture.backUp(), await fixture.backUp()];
  expect(verificationDue(context, 30)).toBeNull();
  for (const { id } of [one, other]) context.catalog.backups.update(id, { verifiedAt: long });
  const due = verificationDue(context, 30);
  expect([one.id, other.id]).toContain(due?.id);
  await engineOf(context, () => Promise.resolve()).verify(due?.id ?? '', { trigger: 'periodic' }).result;
  expect(verificationDue(context, 30)).toBeNull();
});

it('a reading that failed uses it up, too', async () => {
  await using fixture = await makeEngine();
  const { context } = fixture;
  const [one, other] = [await fixture.backUp(), await fixture.backUp()];
  for (const { id } of [one, other]) context.catalog.backups.update(id, { verifiedAt: long });
  await rm(`${packPathOf(one)}/manifest.json`);
  const reading = engineOf(context, () => Promise.resolve()).verify(one.id).result;
  await expect(reading).rejects.toMatchObject({ name: 'AppError' });
  expect(verificationDue(context, 30)).toBeNull();
});

it('a pack whose files are gone is never due', async () => {
  await using fixture = await makeEngine();
  const { context } = fixture;
  const backup = await fixture.backUp();
  context.catalog.backups.update(backup.id, { verifiedAt: long });
  await rm(packPathOf(backup), { recursive: true });
  expect(verificationDue(context, 30)).toBeNull();
});
