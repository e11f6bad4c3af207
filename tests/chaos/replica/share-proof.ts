import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { expectCommand } from '../../support/command.ts';
import type { Samba } from '../../support/samba.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const replicationFile = 'replication_manifest.json';
const Replication = z.looseObject({ files: z.array(z.looseObject({ path: z.string(), sha256: z.string() })) });

/** Every file below a folder with its hash, by `sha256sum`: `<hash>  ./<path>`, sorted. */
export async function sumsOf(folder: string): Promise<readonly string[]> {
  const said = await expectCommand('find', ['.', '-type', 'f', '-exec', 'sha256sum', '{}', '+'], { cwd: folder });
  return said.trimEnd().split('\n').toSorted();
}

/** Packs by name: the sums of the local one. */
export type KnownPacks = ReadonlyMap<string, readonly string[]>;

/**
 * Fetches every copy of a folder of the share by `smbclient` and hashes it by `sha256sum`: nothing of ours reads. Rejects
 * when one that has DONE is not, file by file, its local pack with a replication manifest that says the same. Resolves
 * with the names that have DONE. `folder`: below the share, '' for the share.
 */
export async function provenCopies(samba: Samba, folder: string, packs: KnownPacks): Promise<readonly string[]> {
  const enter = folder === '' ? '' : `cd ${folder}; `;
  const listed = (await samba.client(`${enter}ls`)).matchAll(/^ {2}(?<name>backup_\S+) +D/gmu);
  const names = [...listed].map(({ groups }) => groups?.['name'] ?? '');
  if (names.length === 0) return [];
  await using here = await tempFolder('lbp');
  await samba.client(`${enter}lcd ${here.path}; recurse ON; prompt OFF; mget backup_*`);
  const proven: string[] = [];
  for (const name of names) {
    const copy = join(here.path, name);
    if (!(await isThere(join(copy, 'DONE')))) continue;
    await expectSame(name, copy, packs.get(name) ?? []);
    proven.push(name);
  }
  return proven;
}

/** Names below `_tmp` of that folder that are a job's. */
export async function workLeft(samba: Samba, folder: string): Promise<readonly string[]> {
  const enter = folder === '' ? '' : `cd ${folder}; `;
  const listed = await samba.client(`${enter}cd _tmp; ls`);
  return [...listed.matchAll(/^ {2}(?<name>job_\S+) /gmu)].map(({ groups }) => groups?.['name'] ?? '');
}

async function expectSame(name: string, copy: string, wanted: readonly string[]): Promise<void> {
  const sums = await sumsOf(copy);
  const files = sums.filter((line) => !line.endsWith(` ./${replicationFile}`));
  const wrong = [...new Set(files).symmetricDifference(new Set(wanted))];
  if (wrong.length > 0) throw new Error(`${name} has DONE and is not its pack: ${wrong.join(', ')}`);
  const replication = Replication.parse(JSON.parse(await readFile(join(copy, replicationFile), 'utf8')));
  for (const { path, sha256 } of replication.files)
    if (!files.includes(`${sha256}  ./${path}`)) throw new Error(`${name}: ${replicationFile} is wrong on ${path}`);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
