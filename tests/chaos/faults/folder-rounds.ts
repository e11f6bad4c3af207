import { z } from 'zod';
import { backupAnswer } from '../../support/lifeboat.ts';
import { type FaultyEnd, runFaulty } from './faulty-command.ts';
import { expectThat, type FolderGround } from './folder-ground.ts';
import { type Errno, errnos } from './plan.ts';

export const faultyCommands = ['backup', 'rollback'] as const;
export type FaultyCommand = (typeof faultyCommands)[number];

/** What the rounds of one command came to. */
export interface FaultCount {
  /** Rounds in which a call failed, by what it said. */
  readonly hits: Readonly<Record<Errno, number>>;
  /** Of those, how many ended well all the same. */
  readonly survived: number;
  readonly slowestSeconds: number;
  readonly faults: readonly string[];
}

export interface FaultRounds {
  readonly command: FaultyCommand;
  /** Every call is 1; every tenth, 10. The first is chosen by the seed. */
  readonly stride: number;
  readonly seed: number;
}

/** Lets the n-th call fail for n from 1 until the command runs through without reaching it. */
export async function faultRounds(ground: FolderGround, { command, stride, seed }: FaultRounds): Promise<FaultCount> {
  const hits: Record<Errno, number> = { ENOSPC: 0, EIO: 0, EACCES: 0, EBUSY: 0 };
  const faults: string[] = [];
  let [survived, slowestSeconds] = [0, 0];
  for (const errno of errnos) {
    for (let at = 1 + (seed % stride), round = 0; ; at += stride, round += 1) {
      // Where not every call is tried, both kinds in turn.
      const kinds = stride === 1 ? [false, true] : [round % 2 === 1];
      let reached = false;
      for (const lasting of kinds) {
        const what = `${command}, ${errno} at call ${at}${lasting ? ' and from then on' : ''}`;
        const outcome = await faultRound(ground, command, { errno, at, lasting });
        slowestSeconds = Math.max(slowestSeconds, outcome.seconds);
        if (outcome.fault !== null) faults.push(`${what} (${outcome.where}): ${outcome.fault}`);
        if (!outcome.reached) continue;
        reached = true;
        hits[errno] += 1;
        survived += outcome.survived ? 1 : 0;
      }
      if (!reached) break;
    }
  }
  return { hits, survived, slowestSeconds, faults };
}

interface RoundOutcome {
  readonly reached: boolean;
  readonly survived: boolean;
  readonly where: string;
  readonly seconds: number;
  readonly fault: string | null;
}

async function faultRound(
  ground: FolderGround,
  command: FaultyCommand,
  plan: { readonly errno: Errno; readonly at: number; readonly lasting: boolean },
): Promise<RoundOutcome> {
  if (command === 'rollback') await ground.change();
  const before = await ground.data();
  const args = command === 'backup' ? ['backup', 'shop'] : ['rollback', ground.base.id, '--yes', '--no-safety-backup'];
  const faulty = await runFaulty(ground.place, plan, [...args, '--json']);
  const { report, end, seconds } = faulty;
  const fault = await (async (): Promise<string | null> => {
    try {
      expectHonest(faulty, command);
      await ground.settle();
      await expectWhole(ground, command, before, end.code === 0);
      return null;
    } catch (error) {
      return String(error);
    }
  })();
  const where = report.hit === null ? 'not reached' : `${report.hit.call} ${report.hit.path}`;
  return { reached: report.hit !== null, survived: end.code === 0, where, seconds, fault };
}

const refusal = z.object({
  error: z.object({ code: z.string(), message: z.string().min(1), action: z.string().min(1) }),
});

/** Ended by itself, with one document that says what it was, and nothing that nobody caught. */
function expectHonest({ end, report }: FaultyEnd, command: FaultyCommand): void {
  expectThat(report.uncaught.length === 0, `nobody caught ${report.uncaught.join(' ')}`);
  expectThat(end.signal === null && end.code !== null, `it ended by ${end.signal}`);
  if (end.code === 0) {
    if (command === 'backup') {
      const { status, verified, missing } = backupAnswer.parse(end.json());
      expectThat(status === 'succeeded' && verified && !missing, 'it ended with 0 and no good backup');
    }
    return;
  }
  expectThat(report.hit !== null, `it failed though nothing had: ${end.stdout}${end.stderr}`);
  const { error } = refusal.parse(end.json());
  expectThat(
    error.code !== 'INTERNAL',
    `it calls that an error of its own: ${error.message} ${report.hit?.stack ?? ''}`,
  );
}

/** A backup leaves the data alone; a rollback leaves it as it was, or as it is in the pack. */
async function expectWhole(ground: FolderGround, command: FaultyCommand, before: string, done: boolean): Promise<void> {
  const after = await ground.data();
  if (command === 'backup') return expectThat(after === before, 'the data is not what it was');
  const isNew = after === ground.packed;
  const odd = after.split('\n').filter((line) => !before.includes(line) || !ground.packed.includes(line));
  expectThat(isNew || after === before, `neither the data of before nor that of the pack, but:\n${odd.join('\n')}`);
  expectThat(isNew || !done, 'it ended with 0 and the data of before');
}
