import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isoTime } from '../clock.ts';
import { ProgressMeter } from '../jobs/progress.ts';
import { recover } from './recover.ts';
import { makeEngine } from './testing/engine-fixture.ts';

it('removes what an export had not finished when its process died, and nothing of others', async () => {
  await using engine = await makeEngine();
  const { catalog, clock } = engine.context;
  const to = join(engine.directory, 'disk');
  for (const name of ['.lifeboat-export-dead', '.lifeboat-export-ofanother']) {
    await mkdir(join(to, name), { recursive: true });
    await writeFile(join(to, name, 'part'), 'half');
  }
  const at = isoTime(clock());
  catalog.jobs.insert(
    {
      id: 'dead',
      kind: 'export',
      stackId: engine.stack.id,
      stack: engine.stack.name,
      backupId: null,
      status: 'running',
      trigger: 'test',
      progress: new ProgressMeter(clock).snapshot(),
      cancelRequested: false,
      warning: null,
      outputPath: join(to, 'backup_manual_v1_2026-11-20_04-00-00'),
      createdAt: at,
      startedAt: at,
      endedAt: null,
      error: null,
      revision: 0,
    },
    { pid: process.pid, startTime: 'long ago', bootId: 'of another boot' },
    clock(),
  );
  expect(await recover(engine.context)).toMatchObject({ jobs: [{ id: 'dead', kind: 'export' }] });
  expect(await readdir(to)).toEqual(['.lifeboat-export-ofanother']);
});
