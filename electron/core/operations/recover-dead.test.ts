import { expect, it } from 'vitest';
import { engineOf } from '../engine-calls.ts';
import { LeaseHolder } from '../jobs/testing/lease-holder.ts';
import { shop } from '../jobs/testing/sample-records.ts';
import { makeEngine } from './testing/engine-fixture.ts';

it('recovers after a death, and only then', async () => {
  await using fixture = await makeEngine();
  const { catalog } = fixture.context;
  catalog.stacks.insert({ ...shop, name: 'held', slug: 'held' });
  const engine = engineOf(fixture.context, () => Promise.resolve());
  await using holder = new LeaseHolder(catalog.file);
  expect(await holder.line()).toBe('ready');
  holder.go();
  expect(await holder.line()).toMatch(/^held /u);
  expect(await engine.recoverDead()).toBe(null);
  await holder.kill();
  expect(await engine.recoverDead()).toMatchObject({ jobs: [{ kind: 'backup', outcome: 'interrupted' }] });
  expect(await engine.recoverDead()).toBe(null);
});
