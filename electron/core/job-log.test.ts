import { appendFile, mkdtempDisposable, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJobLog } from './job-log.ts';
import { createLog } from './log.ts';
import { makeEngine } from './operations/testing/engine-fixture.ts';
import { engineOf } from './engine-calls.ts';

const messages = async (folder: string, job: string): Promise<string[]> =>
  (await readJobLog(folder, job)).map(({ message }) => message);

test('only the lines of one job are told, oldest first, over the file that was turned over', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-log-'));
  const file = join(folder.path, 'lifeboat.log');
  const old = createLog({ file });
  old.child({ job: 'j' }).info({}, 'first');
  old.child({ job: 'jj' }).info({}, 'of another');
  await rename(file, `${file}.1`);
  const present = createLog({ file });
  present.info({ job: 'j' }, 'second');
  present.info({}, 'of none');
  await writeFile(join(folder.path, 'other.log'), '{"level":30,"time":"2026-11-20T04:00:00.000Z","job":"j"}\n');
  expect(await messages(folder.path, 'j')).toEqual(['first', 'second']);
});

test('no more than the last 500 lines are told', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-log-'));
  const log = createLog({ file: join(folder.path, 'lifeboat.log') }).child({ job: 'j' });
  // Some more than one chunk of the file.
  for (let n = 0; n < 800; n += 1) log.info({ filler: 'x'.repeat(1000) }, `line ${n}`);
  const told = await messages(folder.path, 'j');
  expect(told).toHaveLength(500);
  expect([told.at(0), told.at(-1)]).toEqual(['line 300', 'line 799']);
});

test('a torn last line and one without end are left out, those around them are told', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-log-'));
  const file = join(folder.path, 'lifeboat.log');
  const log = createLog({ file }).child({ job: 'j' });
  log.info({}, 'before');
  log.info({ filler: 'x'.repeat(3 << 20) }, 'too long');
  log.info({}, 'after');
  await appendFile(file, '{"level":30,"time":"2026-11-20T04:00:00.000Z","job":"j","msg":"torn"}');
  expect(await messages(folder.path, 'j')).toEqual(['before', 'after']);
});

test('where no log was ever written, nothing is told', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-log-'));
  expect(await readJobLog(join(folder.path, 'logs'), 'j')).toEqual([]);
});

test('a log that cannot be read is an error, not an empty one', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-log-'));
  await writeFile(join(folder.path, 'logs'), 'a file');
  await expect(readJobLog(join(folder.path, 'logs'), 'j')).rejects.toMatchObject({ code: 'FILE_FAILED' });
});

test('the engine tells what a real job has left in its log, and nothing of a job that is not there', async () => {
  await using fixture = await makeEngine();
  const { jobId } = await fixture.backUp();
  const engine = engineOf(fixture.context, async () => Promise.resolve());
  const lines = await engine.jobLog(jobId);
  expect(lines[0]).toMatchObject({ message: 'step begins', detail: expect.stringContaining('name=preview') });
  expect(lines.at(-1)).toMatchObject({ level: 'info', message: 'job ended' });
  await expect(engine.jobLog('nobody')).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
});
