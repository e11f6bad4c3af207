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
  /** Killed in `replica copy`, and in the last part of `backup`. */
  readonly inCopy: number;
  readonly inBackup: number;
  /** Finished by the queue of `daemon`; the others by `replica copy`. */
  readonly byDaemon: number;
  /** The copy had DONE before the kill. */
  readonly before: number;
}

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
  const counts = { inCopy: 0, inBackup: 0, byDaemon: 0, before: 0 };
  let current = { id: first.id, name: first.name };
  for (let round = 0; round < rounds; round++) {
    const killed = round % 3 === 2 ? 'backup' : 'copy';
    const finisher = round % 2 === 0 ? 'daemon' : 'copy';
    try {
      await ground.empty();
      const command =
        killed === 'backup'
          ? ground.start('backup', 'web')
          : ground.start('replica', 'copy', current.id, '--to', 'nas');
      ground.killAfter(Math.ceil(random.next() * whole), command);
      const end = await ground.endOf(command);
      if (end.signal !== 'SIGKILL' && end.code !== 0) throw new Error(`it ended with ${end.code}:\n${end.stderr}`);
      if (killed === 'backup') current = await newestGood(ground, current.id);
      counts[killed === 'backup' ? 'inBackup' : 'inCopy'] += 1;
      if ((await ground.copies()).includes(current.name)) counts.before += 1;
      if (finisher === 'daemon') counts.byDaemon += 1;
      await finish(ground, finisher);
      const after = await ground.copies();
      if (!after.includes(current.name)) throw new Error(`${current.name} is not there; ${after.join(', ')} are`);
      const left = await ground.workLeft();
      if (left.length > 0) throw new Error(`left in _tmp: ${left.join(' ')}`);
    } catch (cause) {
      throw new Error(`round ${round} (${killed} killed, ${finisher} finishes): ${String(cause)}`, { cause });
    }
  }
  await expectSecret(ground);
  return { rounds, ...counts };
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
    await until('nothing waits any more', () =>
      Promise.resolve(ground.catalog.replicaCopies.open().length === 0 ? true : null),
    );
    // The copy is proven; its job still tidies up.
    await until('the job has ended', () => Promise.resolve(ground.catalog.jobs.open().length === 0 ? true : null));
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
