import { join } from 'node:path';
import type { Engine } from '../../../electron/core/engine-api.ts';
import { listTree } from '../../support/tree-listing.ts';
import { endpoint } from '../engine-at.ts';
import type { SeededRandom } from '../random.ts';
import type { KilledCommand } from './commands.ts';
import { leftovers, type Packs, wholePacks } from './promises.ts';
import { type Point, pointsOf } from './points.ts';
import { runVictim, type Victim, type VictimOptions } from './victim.ts';
import { openWorld, type World } from './world.ts';

export interface StepCounts {
  /** How many points a run of the command passes. */
  readonly passed: number;
  readonly killed: number;
  /** Of these, whose recovery was killed as well. */
  readonly killedAgain: number;
  /** Which data was live in the end, of those that ended with the old or the new. */
  readonly old: number;
  readonly renewed: number;
}

/**
 * Kills one command at its points, every time from the same state, and looks at everything that was promised: before
 * recovery (what has a final name is whole, no earlier pack has changed), and after it. Every other recovery is
 * killed once, too. Rejects at the first promise that was broken, naming the point.
 */
export async function killAtSteps(command: KilledCommand, limit: number, random: SeededRandom): Promise<StepCounts> {
  await using world = await openWorld();
  const args = await world.withEngine(async (engine) => command.prepare(engine, world));
  await world.keep();
  const round = { world, command, args, before: await wholePacks(world, new Map()), old: await dataOf(world) };
  const whole = await victimOf(round, args, null);
  if (whole.end.code !== 0) throw new Error(`${command.name} itself ended with ${whole.end.code}: ${whole.end.stderr}`);
  const after = { ...round, renewed: await settledData(world) };
  const counts = { passed: whole.passed.length, killed: 0, killedAgain: 0, old: 0, renewed: 0 };
  for (const [at, point] of pointsOf(whole.passed, limit, random).entries()) {
    try {
      await world.reset();
      const { killed } = await victimOf(round, args, point);
      if (killed) counts.killed += 1;
      const again = at % 2 === 1 ? 1 + Math.floor(random.next() * 5) : null;
      const outcome = await recoverAndLook(after, again);
      if (outcome.killedAgain) counts.killedAgain += 1;
      counts[outcome.data] += 1;
    } catch (cause) {
      throw new Error(`${command.name}, killed ${point.when} ${point.n} (${point.name}): ${String(cause)}`, { cause });
    }
  }
  return counts;
}

interface Round {
  readonly world: World;
  readonly command: KilledCommand;
  readonly args: readonly string[];
  /** The packs before the command. */
  readonly before: Packs;
  /** The data before the command. */
  readonly old: readonly string[];
}

function victimOf({ world }: Round, args: readonly string[], point: Pick<Point, 'n' | 'when'> | null): Promise<Victim> {
  const options: VictimOptions = {
    home: world.home,
    env: { DOCKER_HOST: endpoint, LIFEBOAT_SECRETS: 'key-file' },
    log: world.log,
  };
  return runVictim(args, point, options);
}

async function recoverAndLook(
  round: Round & { readonly renewed: readonly string[] },
  again: number | null,
): Promise<{ readonly killedAgain: boolean; readonly data: 'old' | 'renewed' }> {
  const { world, command, before } = round;
  keepPacks(command, before, await wholePacks(world, before));
  const point = again === null ? null : { n: again, when: 'after' as const };
  const killedAgain = point !== null && (await victimOf(round, ['recover'], point)).killed;
  await world.withEngine(async (engine) => {
    const { owed } = await engine.recover();
    if (owed.length > 0) throw new Error(`still owed: ${JSON.stringify(owed)}`);
    const packs = await wholePacks(world, before);
    keepPacks(command, before, packs);
    await expectRecords(engine, world, packs);
  });
  const data = await settledData(world);
  const left = await leftovers(world);
  if (left.length > 0) throw new Error(`left: ${left.join(', ')}`);
  const now = data.join('\n');
  if (now === round.old.join('\n')) return { killedAgain, data: 'old' };
  if (now === round.renewed.join('\n')) return { killedAgain, data: 'renewed' };
  throw new Error(`neither the old data nor the new, but:\n${now}`);
}

/** No pack of before is lost, but those that the command was to remove, and none has come to another place unasked. */
function keepPacks({ removes, moves }: KilledCommand, before: Packs, now: Packs): void {
  for (const [id, { paths }] of before) {
    const there = now.get(id)?.paths ?? [];
    const isKept = moves ? there.length > 0 : paths.every((path) => there.includes(path));
    if (!isKept && !removes) throw new Error(`pack ${paths.join(', ')} is gone`);
  }
}

/** Nothing is listed as good that is not there, everything that is there is listed, no job is open. */
async function expectRecords(engine: Engine, { storage, otherStorage }: World, packs: Packs): Promise<void> {
  const backups = await engine.backups();
  for (const { name, status, path, missing } of backups) {
    if (status === 'running') throw new Error(`${name} is listed as running`);
    const paths = [...packs.values()].flatMap((pack) => pack.paths);
    const isThere = path !== null && !missing && paths.includes(path);
    if (status === 'succeeded' && !isThere) throw new Error(`${name} is listed as good and is not there`);
  }
  const listed = new Set(backups.filter(({ status }) => status === 'succeeded').map(({ packId }) => packId));
  for (const [id, { paths }] of packs) {
    const isOurs = paths.some((path) => [storage, otherStorage].some((folder) => path.startsWith(join(folder, '/'))));
    if (isOurs && !listed.has(id)) throw new Error(`${paths.join(', ')} is whole and not listed`);
  }
  const open = (await engine.jobs()).find(({ status }) => status === 'running' || status === 'queued');
  if (open !== undefined) throw new Error(`job ${open.id} (${open.kind}) is still open`);
}

/** The data once nothing is kept beside it. */
async function settledData(world: World): Promise<readonly string[]> {
  return world.withEngine(async (engine) => {
    for (const { jobId } of await engine.keptRollbacks()) await engine.release(jobId).result;
    return dataOf(world);
  });
}

const roots: ReadonlySet<string | undefined> = new Set(['.', './folder']);

/**
 * Without what is kept beside it, and without the times of the two folders in which that comes and goes: a kill between
 * the two leaves its own.
 */
async function dataOf({ data }: World): Promise<readonly string[]> {
  const lines = (await listTree(data)).filter((line) => !line.includes('/.lifeboat-')).map((line) => line.split('\t'));
  return lines.map((fields) => fields.filter((_, at) => at !== 5 || !roots.has(fields[0])).join('\t'));
}
