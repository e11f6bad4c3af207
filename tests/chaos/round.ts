import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import {
  type BackupAnswer,
  backupAnswer,
  helpersLeft,
  type Lifeboat,
  packDone,
  recoveryAnswer,
  rollbackAnswer,
} from '../support/lifeboat.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { type Arena, type Run, serviceNames } from './arena.ts';
import type { SeededRandom } from './random.ts';

export const roundKinds = ['backup', 'rollback', 'undo', 'lost catalog'] as const;
export type RoundKind = (typeof roundKinds)[number];

/** What one round came to. Anything that must not be rejects instead. */
export interface RoundOutcome {
  readonly kind: RoundKind;
  /** Where the kill was meant to hit. */
  readonly moment: string;
  /** False when the command had ended before the kill. */
  readonly killed: boolean;
  /** Services that were down when the kill had happened. */
  readonly down: readonly string[];
  /** Which data a rollback or undo ended with. */
  readonly data: 'old' | 'new' | null;
}

const backupPhases = [
  'Stopping',
  'Stopping',
  'Copying data',
  'Copying data',
  'Starting',
  'Writing',
  'Verifying',
] as const;
const rollbackPhases = ['Laying out', 'Stopping', 'Exchanging', 'Exchanging', 'Starting', 'Waiting until'] as const;
const undoPhases = ['Stopping', 'Putting', 'Putting', 'Waiting until'] as const;
/** Long enough to reach the end of any phase here. */
const longestDelayMs = 500;

/** Runs a command of `boat` and kills it, in one of these phases where it goes by phases. */
export type Blow = (
  boat: Lifeboat,
  args: readonly string[],
  phases: readonly [string, ...string[]],
) => Promise<Pick<RoundOutcome, 'moment' | 'killed'>>;

/** Kills one command with SIGKILL, recovers, and looks at everything that was promised. */
export async function killRound(arena: Arena, kind: RoundKind, blow: Blow): Promise<RoundOutcome> {
  if (kind === 'backup') return backupRound(arena, arena.boat, arena.home, blow);
  if (kind === 'lost catalog') {
    await using home = await tempHome();
    return await lostCatalogRound(arena, home, blow);
  }
  return exchangeRound(arena, kind, blow);
}

/** SIGKILL at any moment after the beginning of a phase. */
export function randomBlow(random: SeededRandom): Blow {
  return async (boat, args, phases) => {
    const phase = random.pick(phases);
    const ms = Math.floor(random.next() * longestDelayMs);
    const command = boat.start(...args);
    // The command may be through with everything before the phase is said; then there is nothing to kill.
    await command.said(new RegExp(`^${phase}`, 'mu')).catch(() => null);
    await delay(ms);
    command.signal('SIGKILL');
    const { signal } = await command.end;
    return { moment: `${phase} + ${ms} ms`, killed: signal === 'SIGKILL' };
  };
}

interface Kill {
  readonly moment: string;
  readonly killed: boolean;
  readonly down: readonly string[];
  readonly before: ReadonlyMap<string, Run>;
}

async function killAt(
  arena: Arena,
  boat: Lifeboat,
  args: readonly string[],
  phases: readonly [string, ...string[]],
  blow: Blow,
): Promise<Kill> {
  const before = await arena.services();
  const hit = await blow(boat, args, phases);
  const after = await arena.services();
  const down = serviceNames.up.filter((name) => after.get(name)?.running !== true);
  return { ...hit, down, before };
}

async function backupRound(arena: Arena, boat: Lifeboat, home: TempHome, blow: Blow): Promise<RoundOutcome> {
  const kill = await killAt(arena, boat, ['backup', 'arena', '--limit', '12M'], backupPhases, blow);
  await recoverAndLook(arena, boat, kill);
  const [last] = await expectTidyStorage(boat, home);
  if (last === undefined) throw new Error('the killed backup has no record');
  if (last.status === 'succeeded') await boat.answer(z.looseObject({ parts: z.int().min(1) }), 'verify', last.id);
  else expectThat(last.errorCode === 'JOB_INTERRUPTED', `the killed backup is ${last.status}, ${last.errorCode}`);
  if (!kill.killed) expectThat(last.status === 'succeeded', 'a backup that ended by itself is not good');
  return { kind: 'backup', ...kill, data: null };
}

/** The ledger's file alone has to bring the services back. */
async function lostCatalogRound(arena: Arena, home: TempHome, blow: Blow): Promise<RoundOutcome> {
  const boat = await arena.elsewhere(home);
  const kill = await killAt(arena, boat, ['backup', 'arena', '--limit', '12M'], ['Stopping', 'Copying data'], blow);
  for (const name of await readdir(home.path)) {
    if (name.startsWith('catalog.db')) await rm(join(home.path, name));
  }
  await recoverAndLook(arena, boat, kill);
  await arena.elsewhere(home);
  await boat.answer(recoveryAnswer, 'recover');
  await expectTidyStorage(boat, home);
  return { kind: 'lost catalog', ...kill, data: null };
}

async function exchangeRound(arena: Arena, kind: 'rollback' | 'undo', blow: Blow): Promise<RoundOutcome> {
  const { boat, pack, packed } = arena;
  await arena.change();
  const changed = await arena.data();
  const rollback = ['rollback', pack.id, '--yes', '--no-safety-backup'] as const;
  let kill: Kill;
  if (kind === 'rollback') {
    kill = await killAt(arena, boat, rollback, rollbackPhases, blow);
  } else {
    const { jobId } = await boat.answer(rollbackAnswer, ...rollback);
    kill = await killAt(arena, boat, ['undo', jobId, '--yes'], undoPhases, blow);
  }
  await recoverAndLook(arena, boat, kill);
  const [kept] = (await boat.answer(z.array(z.looseObject({ id: z.string(), kind: z.string() })), 'jobs')).filter(
    (job) => job.kind === 'rollback',
  );
  // What is kept is not an error; it only goes before the trees are compared.
  if (kept !== undefined) await boat.run('release', kept.id, '--yes');
  const now = (await arena.data()).join('\n');
  const data = now === changed.join('\n') ? 'old' : now === packed.join('\n') ? 'new' : null;
  if (data === null) throw new Error(`neither the old data nor the new, but:\n${now}`);
  if (!kill.killed)
    expectThat(data === (kind === 'rollback' ? 'new' : 'old'), `${kind} ended by itself with ${data} data`);
  return { kind, ...kill, data };
}

/** Recovery brings back what ran, and starts nothing else. */
async function recoverAndLook(arena: Arena, boat: Lifeboat, { before }: Kill): Promise<void> {
  const recovery = await boat.answer(recoveryAnswer, 'recover');
  expectThat(recovery.owed.length === 0, `still owed: ${JSON.stringify(recovery.owed)}`);
  const after = await arena.services();
  for (const name of serviceNames.up) expectThat(after.get(name)?.running === true, `${name} was left down`);
  for (const name of serviceNames.down) {
    const { running, startedAt } = after.get(name) ?? {};
    expectThat(running === false && startedAt === before.get(name)?.startedAt, `${name} was started`);
  }
  const helpers = await helpersLeft(arena.host);
  expectThat(helpers.length === 0, `helper containers are left: ${helpers.join(' ')}`);
  const debts = await readdir(join(boat.home, 'ledger')).catch(() => []);
  expectThat(debts.length === 0, `debts are left: ${debts.join(' ')}`);
}

/** Every folder under a final name is whole, nothing unfinished is left, and nothing without DONE is listed as good. */
async function expectTidyStorage(boat: Lifeboat, home: TempHome): Promise<readonly BackupAnswer[]> {
  const folder = join(home.beside, 'arena');
  for (const name of await readdir(folder)) {
    if (name === '_tmp') continue;
    expectThat(await packDone(join(folder, name)), `${name} has no DONE`);
  }
  // A folder of a job that the catalog does not know, because that was lost, may be another installation's.
  const known = z.array(z.object({ id: z.string() })).parse((await boat.run('jobs', '--json')).json());
  const names = await readdir(join(folder, '_tmp')).catch(() => []);
  const unfinished = names.filter((name) => known.some(({ id }) => name.includes(id)));
  expectThat(unfinished.length === 0, `unfinished folders are left: ${unfinished.join(' ')}`);
  const end = await boat.run('list', 'arena', '--json');
  // Every start recovers, and says so when there was something to recover.
  expectThat(end.stderr === '', `recovery had not done all: ${end.stderr}`);
  const backups = z.array(backupAnswer).parse(end.json());
  for (const { name, status, path, missing } of backups) {
    expectThat(status !== 'running', `${name} is listed as running`);
    const claimed = status === 'succeeded' && !missing;
    expectThat(!claimed || (await packDone(path)), `${name} is listed as good without DONE`);
  }
  return backups;
}

function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
