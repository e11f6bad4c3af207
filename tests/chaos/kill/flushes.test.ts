import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { Flushes } from './flushes.ts';

/** Publishes a pack of two files, leaving out what is named; returns what is told of it. */
async function told(leftOut: 'nothing' | 'a file' | 'the folder' | 'a file written again'): Promise<readonly string[]> {
  await using folder = await tempFolder();
  const work = join(folder.path, '_tmp/job_x');
  const final = join(folder.path, 'backup_x');
  const faults: string[] = [];
  const flushes = new Flushes((fault) => faults.push(fault.replaceAll(folder.path, '')));
  mkdirSync(join(work, 'parts'), { recursive: true });
  const files = [join(work, 'parts/one'), join(work, 'DONE')];
  for (const file of files) writeFileSync(file, 'content');
  for (const file of files) if (leftOut !== 'a file' || !file.endsWith('DONE')) flushes.synced(file);
  if (leftOut === 'a file written again') writeFileSync(join(work, 'DONE'), 'something longer');
  flushes.renaming(work);
  renameSync(work, final);
  flushes.renamed(work, final);
  if (leftOut !== 'the folder') flushes.synced(dirname(final));
  flushes.stepDone();
  return faults;
}

it.each([
  ['nothing', []],
  ['a file', ['/_tmp/job_x/DONE was not flushed before it got its name']],
  ['a file written again', ['/_tmp/job_x/DONE was not flushed before it got its name']],
  ['the folder', ['the name /backup_x was not flushed when its step was done']],
] as const)('what a power cut could take away: %s is left out', async (leftOut, faults) => {
  expect(await told(leftOut)).toEqual(faults);
});
