import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPack } from '../../../electron/core/archive/pack-reader.ts';
import { verifyPack } from '../../../electron/core/archive/verify-pack.ts';
import { isAppError, reportOf } from '../../../electron/core/errors.ts';
import { errorTable } from '../../../shared/errors.ts';
import { exitCode } from '../../../shared/exit-codes.ts';
import { createTranslator } from '../../../shared/i18n.ts';
import { memoryFolder } from '../../support/temp-folder.ts';
import { SeededRandom } from '../random.ts';
import { type Damage, damageOf } from './damage.ts';
import { filesOfPack, fillLargeSource, type PackForm } from './packs.ts';

/** What a campaign on one form of pack came to. */
export interface RotCount {
  readonly damages: number;
  /** Damages by kind. */
  readonly of: Readonly<Record<string, number>>;
  /** Of how many files something was damaged. */
  readonly files: number;
  /** Each a damage that was not found, or found without its file in the sentence. */
  readonly faults: readonly string[];
}

const languages = ['en', 'zh-CN'] as const;
const translators = languages.map((language) => createTranslator(language));

/** What verifying throws, as `lifeboat verify` says it in each language; null when the pack is taken for good. */
async function sentences(path: string): Promise<readonly string[] | null> {
  const options = { signal: new AbortController().signal, onBytes: () => undefined, onPart: () => undefined };
  try {
    const { manifest, files } = await openPack(path);
    await verifyPack({ path, manifest, files: files.keys() }, { ...options, depth: 'entries' });
    return null;
  } catch (error) {
    if (!isAppError(error) || errorTable[error.code].exit !== exitCode.integrity) throw error;
    return translators.map((translator) => translator.error(reportOf(error), 0).message);
  }
}

async function faultOf(path: string, { files }: Damage): Promise<string | null> {
  const said = await sentences(path).catch((error: unknown) => [`not said of a pack: ${String(error)}`]);
  if (said === null) return 'NOT FOUND';
  const unnamed = said.find((sentence) => ![...files.keys()].some((file) => sentence.includes(file)));
  return unnamed === undefined ? null : `its file is not named in: ${unnamed}`;
}

/** Damages a pack of this form again and again, each time one that was whole, and reads it back. */
export async function rot(form: PackForm, rounds: number, seed: number): Promise<RotCount> {
  await using folder = await memoryFolder();
  const source = join(folder.path, 'source');
  fillLargeSource(source);
  const path = await form.make(join(folder.path, 'storage'), source);
  const original = await filesOfPack(path);
  if ((await sentences(path)) !== null) throw new Error('the pack that was not damaged is not good');
  const of: Record<string, number> = {};
  const hit = new Set<string>();
  const faults: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const damage = damageOf(original, new SeededRandom(seed + round));
    of[damage.what] = (of[damage.what] ?? 0) + 1;
    for (const [name, content] of damage.files) {
      hit.add(name);
      if (content === null) await rm(join(path, name));
      else await writeFile(join(path, name), content);
    }
    const fault = await faultOf(path, damage);
    if (fault !== null)
      faults.push(`--seed ${seed + round}: ${damage.what} in ${[...damage.files.keys()].join(', ')}: ${fault}`);
    for (const name of damage.files.keys()) await writeFile(join(path, name), original.get(name) ?? '');
  }
  if ((await sentences(path)) !== null) faults.push('the pack that was put back is not good');
  return { damages: rounds, of, files: hit.size, faults };
}
