import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPlanFile, writePlanFile } from './plan-file.ts';
import { plan } from './testing/samples.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lifeboat-plan-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('writes a plan that only its owner can read, and reads it back', async () => {
  const path = join(folder, 'plan.json');
  expect(await writePlanFile(path, plan, { overwrite: false })).toEqual({ replaced: false });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readPlanFile(path)).toEqual(plan);
});

it('does not touch a file that is there, unless it was told to', async () => {
  const path = join(folder, 'plan.json');
  await writeFile(path, 'mine', { mode: 0o644 });
  await expect(writePlanFile(path, plan, { overwrite: false })).rejects.toMatchObject({ code: 'FILE_EXISTS' });
  expect(await readFile(path, 'utf8')).toBe('mine');

  expect(await writePlanFile(path, plan, { overwrite: true })).toEqual({ replaced: true });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['plan.json']);
});

it('says when the folder is not there', async () => {
  await expect(writePlanFile(join(folder, 'none', 'plan.json'), plan, { overwrite: false })).rejects.toMatchObject({
    code: 'FILE_FAILED',
  });
});

it.each([
  ['no JSON', 'not json'],
  ['a plan with something more', JSON.stringify({ ...plan, extra: true })],
  ['a plan with something less', JSON.stringify({ ...plan, worldHash: undefined })],
])('refuses %s', async (_what, text) => {
  const path = join(folder, 'plan.json');
  await writeFile(path, text);
  await expect(readPlanFile(path)).rejects.toMatchObject({ code: 'PLAN_INVALID' });
});

it('refuses a folder and a missing file', async () => {
  await expect(readPlanFile(folder)).rejects.toMatchObject({ code: 'PLAN_INVALID' });
  await expect(readPlanFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'PLAN_INVALID' });
});
