import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesWith } from '../../support/canary.ts';
import { sambaUser } from '../../support/samba.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';
import { SeededRandom } from '../random.ts';
import { type CommandGround, openCommandGround } from './command-ground.ts';

/** What was killed, and what finished it. */
export interface CommandKills {
  readonly rounds: number;
  /** Killed in `replica copy`, in the queue of `daemon`, in the last part of `backup`. */
  readonly copy: number;
  readonly daemon: number;
  readonly backup: number;
  /** Finished by the queue of `daemon`; the others by `replica copy`. */
  readonly byDaemon: number;
  /** The copy had DONE before the kill. */
  readonly before: number;
}

const victims = ['copy', 'daemon', 'backup'] as const;

/**
 * Sends SIGKILL to the real command while it copies to the strictest server. Rejects, naming the round, when a folder
 * with DONE is not whole by other programs, a backup that was good is not any more, or the next command or the daemon
 * does not finish the copy by itself; also when the password stands in anything that was said, logged or kept.
 */
export async function commandKills(rounds: number, seed: number): Promise<CommandKills> {
  await using ground = await openCommandGround();
  const random = new SeededRandom(seed);
  const first = await ground.backup();
  const whole = ground.bytes();
  const counts = { copy: 0, daemon: 0, backup: 0, byDaemon: 0, before: 0 };
  let current = { id: first.id, name: first.name };
  for (let round = 0; round < rounds; round++) {
    const killed = victims[round % victims.length] ?? 'copy';
    const finisher = round % 2 === 0 ? 'daemon' : 'copy';
    try {
      await ground.empty();
      const after = Math.ceil(random.next() * whole);
      if (killed === 'daemon') await killDaemon(ground, current.id, after);
      else {
        const args = killed === 'backup' ? ['backup', 'web'] : ['replica', 'copy', current.id, '--to', 'nas'];
        await killCommand(ground, args, after);
      }
      if (killed === 'backup') current = await newestGood(ground, current.id);
      counts[killed] += 1;
      if ((await ground.copies()).includes(current.name)) counts.before += 1;
      if (finisher === 'daemon') counts.byDaemon += 1;
      await finish(ground, finisher);
      const copies = await ground.copies();
      if (!copies.includes(current.name)) throw new Error(`${current.name} is not there; ${copies.join(', ')} are`);
      const left = await ground.workLeft();
      if (left.length > 0) throw new Error(`left in _tmp: ${left.join(' ')}`);
    } catch (cause) {
      throw new Error(`round ${round} (${killed} killed, ${finisher} finishes): ${String(cause)}`, { cause });
    }
  }
  await expectSecret(ground);
  return { rounds, ...counts };
}

async function killCommand(ground: CommandGround, args: readonly string[], bytes: number): Promise<void> {
  const command = ground.start(...args);
  ground.killAfter(bytes, command);
  const end = await ground.endOf(command);
  if (end.signal !== 'SIGKILL' && end.code !== 0) throw new Error(`it ended with ${end.code}:\n${end.stderr}`);
}

/** Kills a daemon while its queue copies what a command has left, or after it. */
async function killDaemon(ground: CommandGround, backup: string, bytes: number): Promise<void> {
  await killCommand(ground, ['replica', 'copy', backup, '--to', 'nas'], 1);
  const daemon = ground.start('daemon');
  ground.killAfter(bytes, daemon);
  let isOver = false;
  const end = ground.endOf(daemon).finally(() => {
    isOver = true;
  });
  await until('the daemon is killed, or has copied', () => Promise.resolve(isOver || isIdle(ground) ? true : null));
  daemon.signal('SIGKILL');
  await end;
}

/** Nothing waits, and the job that has copied it has tidied up. */
function isIdle({ catalog }: CommandGround): boolean {
  return catalog.replicaCopies.open().length === 0 && catalog.jobs.open().length === 0;
}

/** What the killed backup has made: its pack was good before the copy began. */
async function newestGood(
  { run, catalog }: CommandGround,
  before: string,
): Promise<{ readonly id: string; readonly name: string }> {
  await run('list');
  const [newest] = catalog.backups.list().toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  if (newest === undefined || newest.id === before) throw new Error('the backup is not in the list');
  if (newest.status !== 'succeeded' || !newest.verified) throw new Error(`the backup is ${newest.status}`);
  return newest;
}

/** Lets what waits be copied, by the next command or by the daemon. */
async function finish(ground: CommandGround, finisher: 'daemon' | 'copy'): Promise<void> {
  if (finisher === 'copy') {
    await ground.run('replica', 'copy', '--to', 'nas');
    return;
  }
  const daemon = ground.start('daemon');
  try {
    await until('nothing waits any more', () => Promise.resolve(isIdle(ground) ? true : null));
  } finally {
    daemon.signal('SIGTERM');
    await ground.endOf(daemon);
  }
}

async function expectSecret(ground: CommandGround): Promise<void> {
  await ground.run('doctor', '--json');
  await using kept = await tempFolder('lbk');
  await writeFile(join(kept.path, 'said'), ground.said());
  const { password } = sambaUser;
  const found = [
    ...(await filesWith(password, kept.path)),
    ...(await filesWith(password, ground.home, ['secrets.json'])),
  ];
  if (found.length > 0) throw new Error(`the password stands in ${found.join(', ')}`);
  if ((await filesWith(password, ground.home)).length === 0)
    throw new Error('not even its own place holds the password');
}
