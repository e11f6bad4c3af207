import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findBackup } from './backup-lookup.ts';
import { importBackup } from './import.ts';
import { runRollback } from './rollback.ts';
import { planRollback } from './rollback-plan.ts';
import { makeEngine } from './testing/engine-fixture.ts';

it.each([
  ['made inside of the folder', (parent: string) => ['-C', join(parent, 'app'), '.']],
  ['made inside of the folder, of its entries', (parent: string) => ['-C', join(parent, 'app'), 'docs', '数据.bin']],
  ['made beside the folder', (parent: string) => ['-C', parent, 'app']],
])('an adopted archive that was %s rolls the folder back', async (_how, operands) => {
  await using engine = await makeEngine();
  const { context, directory, stack } = engine;
  const app = join(directory, 'app');
  const archive = join(directory, 'backup_2024-01-01_00-00-00.tar.gz');
  execFileSync('tar', ['-czf', archive, ...operands(directory)]);
  const letter = await readFile(join(app, 'docs', 'letter.txt'), 'utf8');
  await rm(join(app, 'docs'), { recursive: true });
  await writeFile(join(app, 'junk'), 'junk');
  const { id } = await engine.run('import', async (job) => importBackup(context, job, archive, stack));
  const request = { scope: 'full' as const, only: [], exclude: [], safetyBackup: false };
  const { plan } = await planRollback(context, findBackup(context, id), request);
  await engine.run('rollback', async (job) => runRollback(context, job, plan, { acceptMajorVersion: false }));
  const names = (await readdir(app)).filter((name) => !name.startsWith('.lifeboat-'));
  expect(names.toSorted()).toEqual(['docs', '数据.bin']);
  expect(await readFile(join(app, 'docs', 'letter.txt'), 'utf8')).toBe(letter);
  expect(await readdir(join(app, 'docs', 'empty'))).toEqual([]);
});
