import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Lifeboat, recoveryAnswer } from '../../support/lifeboat.ts';
import { tempHome } from '../../support/temp-home.ts';
import type { Run } from '../arena.ts';
import type { SeededRandom } from '../random.ts';
import { groundServices, type RestartGround } from './restart-ground.ts';

/** What happens besides the death of the command. */
export const troubles = [
  'none',
  'catalog deleted',
  'reboot',
  'none',
  'catalog deleted',
  'reboot, catalog deleted',
] as const;
export type Trouble = (typeof troubles)[number];

export interface RestartCounts {
  readonly rounds: number;
  readonly of: Readonly<Record<string, number>>;
  /** Of the rounds, in how many anything was down before recovery. */
  readonly down: number;
}

/**
 * Kills a cold backup while services are stopped, makes more trouble, recovers. Rejects, naming the round, when what
 * ran does not run again, or what did not run was started.
 */
export async function restartRounds(
  ground: RestartGround,
  rounds: number,
  random: SeededRandom,
): Promise<RestartCounts> {
  const of: Record<string, number> = {};
  let down = 0;
  for (let round = 0; round < rounds; round += 1) {
    const trouble = troubles[round % troubles.length] ?? 'none';
    try {
      if (await restartRound(ground, trouble, random)) down += 1;
      of[trouble] = (of[trouble] ?? 0) + 1;
    } catch (cause) {
      throw new Error(`round ${round} (${trouble}): ${String(cause)}`, { cause });
    }
  }
  return { rounds, of, down };
}

/** Whether anything was down before recovery. */
async function restartRound(ground: RestartGround, trouble: Trouble, random: SeededRandom): Promise<boolean> {
  await using home = await tempHome();
  const boat = await ground.boatAt(home);
  const before = await ground.services();
  const command = boat.start('backup', 'arena', '--limit', '4M');
  // With everything stopped, else it is no trouble; the suite `kill` loses catalogs between stops, too.
  const phase = trouble === 'none' ? random.pick(['Stopping', 'Copying data']) : 'Copying data';
  await command.said(new RegExp(`^${phase}`, 'mu'));
  await delay(Math.floor(random.next() * 200));
  command.signal('SIGKILL');
  await command.end;
  if (trouble.includes('catalog deleted')) await loseCatalog(home.path);
  if (trouble.startsWith('reboot')) await ground.reboot();
  const { isDown } = upAndDown(await ground.services());
  const recovery = await boat.answer(recoveryAnswer, 'recover');
  if (recovery.owed.length > 0) throw new Error(`still owed: ${JSON.stringify(recovery.owed)}`);
  await expectAsBefore(ground, before);
  const debts = await readdir(join(home.path, 'ledger')).catch(() => []);
  if (debts.length > 0) throw new Error(`debts are left: ${debts.join(' ')}`);
  return isDown;
}

async function loseCatalog(home: string): Promise<void> {
  for (const name of await readdir(home)) if (name.startsWith('catalog.db')) await rm(join(home, name));
}

function upAndDown(services: ReadonlyMap<string, Run>): {
  readonly isDown: boolean;
  readonly names: readonly string[];
} {
  const names = groundServices.up.filter((name) => services.get(name)?.running !== true);
  return { isDown: names.length > 0, names };
}

async function expectAsBefore(ground: RestartGround, before: ReadonlyMap<string, Run>): Promise<void> {
  const after = await ground.services();
  const { names } = upAndDown(after);
  if (names.length > 0) throw new Error(`left down: ${names.join(' ')}`);
  for (const name of groundServices.down) {
    const { running, startedAt } = after.get(name) ?? {};
    const isSame = running === false && startedAt === before.get(name)?.startedAt;
    if (!isSame) throw new Error(`${name} was started`);
  }
}

/**
 * Restarts Docker in the middle of copies, so that a service with `restart: always` runs while it is copied. Rejects
 * when any of these backups is good, or services do not run afterwards. Resolves with how many there were.
 */
export async function midCopyRestarts(ground: RestartGround, count: number, random: SeededRandom): Promise<number> {
  await using home = await tempHome();
  const boat = await ground.boatAt(home);
  for (let round = 0; round < count; round += 1) {
    const before = await ground.services();
    const command = boat.start('backup', 'arena', '--limit', '500k');
    await command.said(/^Copying data/mu);
    await delay(Math.floor(random.next() * 500));
    await ground.reboot();
    const { code, stderr } = await command.end;
    await boat.answer(recoveryAnswer, 'recover');
    await expectNoneGood(boat, code, stderr);
    await expectAsBefore(ground, before);
  }
  return count;
}

async function expectNoneGood(boat: Lifeboat, code: number | null, stderr: string): Promise<void> {
  const good = (await boat.list('arena')).filter(({ status, verified }) => status === 'succeeded' || verified);
  if (good.length > 0) throw new Error(`a copy of a service that ran is called good: ${good[0]?.name ?? ''}`);
  if (code === 0) throw new Error(`the backup ended with 0:\n${stderr}`);
}
