import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rememberStorage } from './known-storages.ts';
import { recover } from './recover.ts';
import { makeEngine } from './testing/engine-fixture.ts';

it('removes what a dead migration had not finished in a storage that is not the stack’s yet, and nothing of others', async () => {
  await using engine = await makeEngine();
  const { jobId } = await engine.backUp();
  const other = join(engine.directory, 'other');
  const work = join(other, engine.stack.slug, '_tmp');
  for (const job of [jobId, 'ofanother'])
    await mkdir(join(work, `job_${job}_2026-11-20T04-00-00`), { recursive: true });
  await rememberStorage(engine.context.home, other);
  expect(await recover(engine.context)).toMatchObject({ sweptFolders: 1 });
  expect(await readdir(work)).toEqual(['job_ofanother_2026-11-20T04-00-00']);
});
