import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../../shared/errors.ts';
import { isoTime, systemClock } from '../../../electron/core/clock.ts';
import { isAppError } from '../../../electron/core/errors.ts';
import { type CopyResult, copyToReplica } from '../../../electron/core/replica/copy-pack.ts';
import type { RetryRules } from '../../../electron/core/replica/retry.ts';
import type { TimeLimits } from '../../../electron/core/replica/smb/address.ts';
import type { TransferOptions } from '../../../electron/core/replica/transfer.ts';
import { atOnce, type CopyBench, copyBench, quietly } from '../../../electron/core/replica/testing/copy-bench.ts';
import { SeededRandom } from '../random.ts';
import { rotOnce } from './rot.ts';
import { openShare, type ShareBench } from './share-bench.ts';
import { bytesOn, directions, type Trouble, troubledLine } from './trouble.ts';

/** Enough that a copy takes a moment and files are cut in the middle. */
const packBytes = 4_000_000;
const limits: TimeLimits = { connectMs: 700, silenceMs: 700 };
/** From the trouble's begin, one try must have ended after this: an answer's limit and those of closing. */
const longestTryMs = 6000;
const once: RetryRules = { ...atOnce, attempts: 1 };
const patient: RetryRules = { attempts: 8, firstPauseMs: 150, longestPauseMs: 150, jitter: () => 0 };

/** What troubles to make, in turn, and how many. */
export interface RoundsPlan {
  readonly rounds: number;
  readonly seed: number;
  readonly kinds: readonly [Trouble, ...Trouble[]];
}

/** How the copies of all rounds ended. */
export interface RoundsCount {
  readonly of: Readonly<Partial<Record<Trouble, number>>>;
  readonly encrypted: number;
  /** The copy failed, and the next one completed. */
  readonly failed: number;
  /** It went on by itself. */
  readonly survived: number;
  /** The copy was good before the trouble came. */
  readonly before: number;
}

/**
 * Copies a pack to the strictest servers while something happens to them or to the line. Rejects, naming the round,
 * when after a round a folder with DONE is not whole by `smbclient` and `sha256sum`, a copy was said to be good that is
 * not there, one try did not end by itself, the next copy does not complete, or leaves work in `_tmp`.
 */
export async function shareRounds({ rounds, seed, kinds }: RoundsPlan): Promise<RoundsCount> {
  await using bench = await copyBench(packBytes);
  await using signed = await openShare('signed', bench);
  await using encrypted = await openShare('encrypted', bench);
  const shares = [
    { share: signed, traffic: await trafficOf(bench, signed) },
    { share: encrypted, traffic: await trafficOf(bench, encrypted) },
  ] as const;
  const random = new SeededRandom(seed);
  const of: Partial<Record<Trouble, number>> = {};
  const ends = { failed: 0, survived: 0, before: 0 };
  let encryptedRounds = 0;
  for (let round = 0; round < rounds; round++) {
    const kind = kinds[round % kinds.length] ?? kinds[0];
    const { share, traffic } = shares[random.next() < 0.7 ? 0 : 1];
    if (share === encrypted) encryptedRounds += 1;
    of[kind] = (of[kind] ?? 0) + 1;
    try {
      ends[await playRound({ bench, share, traffic, kind, random })] += 1;
    } catch (cause) {
      throw new Error(`round ${round} (${kind}, ${share.name}): ${String(cause)}`, { cause });
    }
  }
  return { of, encrypted: encryptedRounds, ...ends };
}

/** How many bytes an undisturbed copy takes, onto nothing and onto a good one. */
interface Traffic {
  readonly fresh: number;
  readonly again: number;
}

async function trafficOf(bench: CopyBench, share: ShareBench): Promise<Traffic> {
  const copy = (port: number) => copyTo(bench, share, { port, retries: once });
  const fresh = await bytesOn(share.samba, copy);
  return { fresh, again: await bytesOn(share.samba, copy) };
}

async function playRound({
  bench,
  share,
  traffic,
  kind,
  random,
}: {
  readonly bench: CopyBench;
  readonly share: ShareBench;
  readonly traffic: Traffic;
  readonly kind: Trouble;
  readonly random: SeededRandom;
}): Promise<'failed' | 'survived' | 'before'> {
  // Sometimes over a good copy, which must stay.
  const isFresh = kind === 'rot' || random.next() < 0.85;
  if (isFresh) await share.empty();
  const at = Math.ceil(random.next() * (isFresh ? traffic.fresh : traffic.again));
  const rules = random.next() < 0.5 ? once : patient;
  const frozenMs = (0.2 + random.next() * 2) * limits.silenceMs;
  const swallows = random.pick(directions);
  const rot = rotOnce(share.samba.folder, random);
  const heard = kind === 'rot' ? quietly({ progress: rot.progress }) : quietly();
  let result: CopyResult | null = null;
  const happened = await (async () => {
    await using line = await troubledLine(share.samba, { kind, at, frozenMs, swallows });
    // A line that stays dead is not survived, however patient one is.
    const tries = kind === 'hole' ? once : rules;
    const began = performance.now();
    result = await attempt(kind, copyTo(bench, share, { port: line.port, retries: tries, within: limits, heard }));
    const took = performance.now() - began;
    if (tries === once && took > longestTryMs) throw new Error(`one try took ${Math.round(took)} ms`);
    return line.happened() || rot.happened();
  })();
  const copies = await share.copies();
  if ((result !== null || !isFresh) && copies !== 1) throw new Error(`said to be copied, and ${copies} have DONE`);
  await copyTo(bench, share, { port: share.samba.port, retries: patient });
  const after = await share.copies();
  if (after !== 1) throw new Error(`after the next copy, ${after} have DONE`);
  const left = await share.workLeft();
  // Work whose manifest is not the pack's any more is nobody's to go on with: it stays until it is swept.
  if (left.length > (kind === 'rot' && result === null ? 1 : 0)) throw new Error(`left in _tmp: ${left.join(' ')}`);
  for (const name of left) await rm(join(share.samba.folder, '_tmp', name), { recursive: true });
  if (!happened && kind === 'rot') throw new Error('there was nothing to change before the reading back');
  if (!happened) return 'before';
  return result === null ? 'failed' : 'survived';
}

interface CopyWay {
  readonly port: number;
  readonly retries: RetryRules;
  readonly within?: TimeLimits;
  readonly heard?: TransferOptions;
}

function copyTo(
  { order }: CopyBench,
  { target, targetId }: ShareBench,
  { port, retries, within, heard = quietly() }: CopyWay,
): Promise<CopyResult> {
  // Young, or what it leaves would be swept instead of gone on with.
  const job = { id: randomUUID(), startedAt: isoTime(systemClock()) };
  return copyToReplica(order({ target: target(port, within), targetId, retries, job }), heard);
}

/** What a trouble may be told as; a busy machine may be late in every one. */
const told: Readonly<Record<Trouble, readonly ErrorCode[]>> = {
  kill: ['REPLICA_LOST', 'REPLICA_UNREACHABLE'],
  freeze: [],
  cut: ['REPLICA_LOST'],
  hole: [],
  rot: ['REPLICA_READ_BACK_WRONG'],
};

/** Null when it was refused for what has happened; rejects with anything else. */
async function attempt(kind: Trouble, copying: Promise<CopyResult>): Promise<CopyResult | null> {
  try {
    return await copying;
  } catch (error) {
    if (isAppError(error) && [...told[kind], 'REPLICA_TIMED_OUT'].includes(error.code)) return null;
    throw error;
  }
}
