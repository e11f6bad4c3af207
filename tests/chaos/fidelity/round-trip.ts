import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type BackupAnswer, type Lifeboat, rollbackAnswer } from '../../support/lifeboat.ts';
import { listTree } from '../../support/tree-listing.ts';
import { type FidelityCase, fidelityCases } from './cases.ts';

/** What one way there and back came to. */
export interface RoundTrip {
  readonly cases: number;
  readonly entries: number;
  /** Cases of which something was not kept, and the backup said so. */
  readonly omitted: number;
  readonly faults: readonly string[];
}

/** How exact the times are that a source keeps, as digits of nanoseconds that it loses. */
type LostDigits = 3 | 9;

const isRoot = process.getuid?.() === 0;
const folderOf = (root: string, at: number): string => join(root, `${at}`.padStart(2, '0'));

/** Makes every case below `root`, and as many ordinary files as asked for. Resolves to those that this user can make. */
export async function makeCases(root: string, files: number): Promise<readonly FidelityCase[]> {
  const cases = fidelityCases.filter(({ privileged }) => isRoot || privileged !== true);
  for (const [at, { make }] of cases.entries()) {
    await mkdir(folderOf(root, at), { recursive: true });
    await make(folderOf(root, at));
  }
  for (let at = 0; at < files; at += 1) {
    const folder = join(root, 'many', `${at % 100}`);
    if (at < 100) await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${at}`), `file ${at}`);
  }
  return cases;
}

/** Backs the stack up, takes everything away, rolls it back, and compares: equal, or named as omitted. */
export async function roundTrip(
  boat: Lifeboat,
  root: string,
  cases: readonly FidelityCase[],
  {
    source,
    lostDigits,
    silent,
  }: { readonly source: string; readonly lostDigits: LostDigits; readonly silent: readonly string[] },
): Promise<RoundTrip> {
  const preview = await boat.answer(
    z.looseObject({ notes: z.array(z.object({ kind: z.string() })) }),
    'backup',
    'shop',
    '--dry-run',
  );
  const before = await listed(root, lostDigits);
  const thereAndBack = async (): Promise<BackupAnswer> => {
    const made = await boat.backup('shop');
    for (const at of cases.keys()) await rm(folderOf(root, at), { recursive: true });
    await rm(join(root, 'many'), { recursive: true, force: true });
    await writeFile(join(root, 'intruder'), 'was not there');
    const { jobId } = await boat.answer(rollbackAnswer, 'rollback', made.id, '--yes', '--no-safety-backup');
    await boat.run('release', jobId, '--yes');
    return made;
  };
  const backup = await thereAndBack().catch(String);
  // What was good in the backup and is refused on its way back is lost as well.
  if (typeof backup === 'string') return { cases: cases.length, entries: before.length, omitted: 0, faults: [backup] };
  const after = await listed(root, lostDigits);
  const faults: string[] = [];
  let omitted = 0;
  if (!preview.notes.some(({ kind }) => kind.endsWith('-losses')))
    faults.push('what is never kept is not told before a backup');
  for (const [at, one] of cases.entries()) {
    const name = `${at}`.padStart(2, '0');
    const fault = caseFault(one, name, before, after, omittedBy(backup, source), silent);
    if (fault !== null) faults.push(`${one.name}: ${fault}`);
    omitted += one.omitted === undefined ? 0 : 1;
  }
  if (rest(after) !== rest(before))
    faults.push(`the rest of the tree is not what it was: ${difference(rest(before), rest(after))}`);
  return { cases: cases.length, entries: before.length, omitted, faults };
}

const omittedBy = (backup: BackupAnswer, source: string): readonly string[] =>
  backup.sources.find(({ id }) => id === source)?.omitted.map(({ path, reason }) => `${reason} ${path}`) ?? [];

function caseFault(
  { omitted, apart }: FidelityCase,
  name: string,
  before: readonly string[],
  after: readonly string[],
  said: readonly string[],
  silent: readonly string[],
): string | null {
  const own = (lines: readonly string[]): string[] =>
    lines.filter((line) => new RegExp(`^\\./${name}[/\\t]`, 'u').test(line));
  const lost = omitted === undefined ? null : `./${name}/${omitted.path}\t`;
  const expected = own(before).filter((line) => lost === null || !line.startsWith(lost));
  const parted = expected.map((line) => (apart === undefined ? line : line.replace(/= \S+$/u, apart)));
  const [was, is] = [parted.join('\n'), own(after).join('\n')];
  if (was !== is) return difference(was, is);
  if (omitted === undefined || silent.includes(omitted.reason)) return null;
  const telling = `${omitted.reason} ${name}/${omitted.path}`;
  return said.includes(telling) ? null : `gone without a word: ${telling}, but ${said.join(', ')}`;
}

/** What belongs to no case. */
const rest = (lines: readonly string[]): string => lines.filter((line) => !/^\.\/\d\d[/\t]/u.test(line)).join('\n');

function difference(was: string, is: string): string {
  const [before, after] = [was.split('\n'), is.split('\n')];
  const gone = before.filter((line) => !after.includes(line)).slice(0, 3);
  const come = after.filter((line) => !before.includes(line)).slice(0, 3);
  return `\n  was ${gone.join('\n      ').slice(0, 600)}\n  is  ${come.join('\n      ').slice(0, 600)}`;
}

async function listed(root: string, lostDigits: LostDigits): Promise<string[]> {
  const lines = (await listTree(root)).map((line) => line.split('\t'));
  return lines.map((fields) => fields.map((text, at) => (at === 5 ? whole(text, lostDigits) : text)).join('\t'));
}

/** Nanoseconds, rounded down to what is kept. */
function whole(nanoseconds: string, digits: LostDigits): string {
  const unit = 10n ** BigInt(digits);
  const time = BigInt(nanoseconds);
  return String((time - (((time % unit) + unit) % unit)) / unit);
}
