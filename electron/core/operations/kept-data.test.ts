import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Stack } from '../../../shared/model/stack.ts';
import { engineOf } from '../engine-calls.ts';
import { stackCoverage } from './coverage.ts';
import { makeEngine } from './testing/engine-fixture.ts';

const letter = 5000;

it('tells what is kept of every stack, also when the engine of one is away, and what an undo has left', async () => {
  await using fixture = await makeEngine();
  const { context, directory } = fixture;
  const engine = engineOf(context, () => Promise.resolve());
  const { id } = await fixture.backUp();
  const { jobId } = await engine.rollback(await engine.planRollback({ backup: id, safetyBackup: false })).result;
  const away: Stack = {
    ...fixture.stack,
    id: 'away',
    name: 'away',
    slug: 'away',
    definition: { kind: 'compose', project: 'away', files: [], workingDirectory: null, exclude: [] },
  };
  context.catalog.stacks.insert(away);
  const [mine] = context.catalog.kept.list();
  if (mine === undefined) throw new Error('nothing is kept');
  context.catalog.kept.insert({ ...mine, jobId: 'another', stackId: away.id });

  const kept = await engine.keptRollbacks();
  expect(kept).toHaveLength(2);
  expect(kept.find((one) => one.stackId === 'away')).toMatchObject({ stack: 'away', keptBytes: null });
  const before = kept.find((one) => one.jobId === jobId)?.keptBytes ?? 0;
  expect(before).toBeGreaterThan(300_000);

  await writeFile(join(directory, 'app', 'since'), 'x'.repeat(letter));
  await engine.undo(jobId).result;
  const after = (await engine.keptRollbacks()).find((one) => one.jobId === jobId);
  expect(after).toMatchObject({ undoable: false, half: false, keptBytes: before + letter });

  context.catalog.kept.setState('another', 'undoing');
  const [half] = (await engine.keptRollbacks()).filter((one) => one.jobId === 'another');
  expect(half).toMatchObject({ undoable: false, half: true });
  const halves = (await engine.stacks()).filter(({ half }) => half);
  expect(halves.map(({ name }) => name)).toEqual(['away']);
});

it('calls no source covered by a backup whose files are gone', async () => {
  await using fixture = await makeEngine();
  const stateOf = async () => (await stackCoverage(fixture.context, fixture.stack)).sources.map(({ state }) => state);
  const { path } = await fixture.backUp();
  expect(await stateOf()).toEqual(['covered']);
  await rm(path ?? '', { recursive: true });
  expect(await stateOf()).toEqual(['not-yet']);
});
