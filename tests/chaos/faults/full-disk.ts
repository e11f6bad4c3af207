import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type SmallDisk, smallDisk } from '../../support/disk.ts';
import { startDockerEngine } from '../../support/docker-engine.ts';
import { busyboxImage, importBusybox } from '../../support/images.ts';
import { backupAnswer, type Lifeboat } from '../../support/lifeboat.ts';
import { integrationPrograms, obtainPrograms } from '../../support/requirements.ts';
import { type TempHome, tempHome } from '../../support/temp-home.ts';
import { type Arena, openArena, serviceNames } from '../arena.ts';
import { SeededRandom } from '../random.ts';
import { expectThat } from './folder-ground.ts';

const diskBytes = 700 << 20;
/** After so many seconds the services run again, however full the disk is. */
const upAgainSeconds = 60;
const whatIsOnDisk = ['storage', 'catalog', 'both'] as const;

/** What the passes came to. */
export interface FullDiskCount {
  readonly passes: number;
  /** Backups that failed of it; the others found their place. */
  readonly failed: number;
  readonly slowestSeconds: number;
  readonly faults: readonly string[];
}

/**
 * Backs a stack with services up while a disk of 700 MB becomes full: before the backup, or in its middle. Packs, the
 * catalog, or both lie on it.
 */
export async function fullDiskPasses(passes: number, seed: number): Promise<FullDiskCount> {
  const obstacle = await obtainPrograms(integrationPrograms);
  if (obstacle !== null) throw new Error(`no disk can be filled: ${obstacle}`);
  await using engine = await startDockerEngine();
  await importBusybox(engine.host);
  await using arena = await openArena(engine.host, busyboxImage);
  await using disk = await smallDisk(diskBytes);
  const faults: string[] = [];
  let [failed, slowestSeconds] = [0, 0];
  for (let pass = 0; pass < passes; pass += 1) {
    const what = whatIsOnDisk[pass % whatIsOnDisk.length] ?? 'both';
    const midway = pass % 2 === 1;
    try {
      const outcome = await onePass(arena, disk, { what, midway, random: new SeededRandom(seed + pass) });
      failed += outcome.failed ? 1 : 0;
      slowestSeconds = Math.max(slowestSeconds, outcome.seconds);
    } catch (error) {
      faults.push(`pass ${pass}, ${what} on it, full ${midway ? 'midway' : 'before'}: ${String(error)}`);
    }
    await empty(disk);
  }
  return { passes, failed, slowestSeconds, faults };
}

async function onePass(
  arena: Arena,
  disk: SmallDisk,
  {
    what,
    midway,
    random,
  }: { readonly what: (typeof whatIsOnDisk)[number]; readonly midway: boolean; readonly random: SeededRandom },
): Promise<{ readonly failed: boolean; readonly seconds: number }> {
  await using elsewhere = await tempHome();
  const home: TempHome = {
    path: what === 'storage' ? elsewhere.path : join(disk.path, 'home'),
    beside: what === 'catalog' ? elsewhere.beside : join(disk.path, 'packs'),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  for (const folder of [home.path, home.beside]) await mkdir(folder, { recursive: true });
  const boat = await arena.elsewhere(home);
  const base = await boat.backup('arena');
  const left = Math.floor(random.next() * (midway ? 1 << 20 : 10 << 20));
  if (!midway) await fill(disk, left);
  const command = boat.start('backup', 'arena', '--json', '--limit', '8M');
  if (midway) {
    await command.said(/^(?:Stopping|Copying)/mu).catch(() => null);
    await fill(disk, left);
  }
  const begun = performance.now();
  const end = await command.end;
  await expectUp(arena, 'when the command had ended');
  const seconds = (performance.now() - begun) / 1000;
  expectThat(
    end.signal === null && end.code !== null && end.code !== 1,
    `it ended with ${end.code}: ${end.stdout}${end.stderr}`,
  );
  if (end.code === 0) expectThat(backupAnswer.parse(end.json()).verified, 'it ended with 0 and no good backup');
  else z.object({ error: z.object({ code: z.string() }) }).parse(end.json());
  expectThat(seconds < upAgainSeconds, `the services came back after ${seconds} s`);
  await rm(ballast(disk));
  await expectSound(boat, base.id);
  return { failed: end.code !== 0, seconds };
}

/** With room again, everything goes on by itself, and what is listed as good is. */
async function expectSound(boat: Lifeboat, base: string): Promise<void> {
  await boat.run('recover');
  const listed = await boat.list('arena');
  expectThat(
    listed.some(({ id, verified }) => id === base && verified),
    'the backup of before is not good any more',
  );
  for (const { id, status, missing } of listed) {
    if (status === 'succeeded' && !missing) await boat.answer(z.looseObject({ parts: z.int().min(1) }), 'verify', id);
  }
  const next = await boat.backup('arena');
  expectThat(next.verified, 'the next backup is not good');
}

async function expectUp(arena: Arena, when: string): Promise<void> {
  const now = await arena.services();
  const down = serviceNames.up.filter((name) => now.get(name)?.running !== true);
  expectThat(down.length === 0, `${down.join(' and ')} down ${when}`);
}

const ballast = (disk: SmallDisk): string => join(disk.path, 'ballast');

/** Takes everything but so many bytes. */
async function fill(disk: SmallDisk, left: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk.path);
  await using file = await open(ballast(disk), 'w');
  const block = Buffer.alloc(1 << 20, 1);
  try {
    for (let rest = bavail * bsize - left; rest > 0; rest -= block.length)
      await file.write(block, 0, Math.min(block.length, rest));
  } catch {
    // It is full; somebody else wrote meanwhile.
  }
}

async function empty(disk: SmallDisk): Promise<void> {
  for (const name of ['ballast', 'home', 'packs']) await rm(join(disk.path, name), { recursive: true, force: true });
}
