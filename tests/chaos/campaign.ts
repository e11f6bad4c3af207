import type { Arena } from './arena.ts';
import { SeededRandom } from './random.ts';
import { killRound, randomBlow, type RoundKind, type RoundOutcome } from './round.ts';

/** The kinds in turn: mostly the backup, whose stop window is where a death hurts. */
const turns: readonly RoundKind[] = [
  ...(['backup', 'rollback', 'backup', 'lost catalog', 'backup'] as const),
  ...(['undo', 'backup', 'rollback', 'backup', 'backup'] as const),
];

export interface FailedRound {
  readonly round: number;
  readonly kind: RoundKind;
  readonly error: unknown;
}

export interface CampaignOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly say: (text: string) => void;
}

/** Fights rounds one after another; stops at the first that breaks a promise, because it may have left the stack broken. */
export async function campaign(
  arena: Arena,
  { rounds, seed, say }: CampaignOptions,
): Promise<{ readonly outcomes: readonly RoundOutcome[]; readonly failed: FailedRound | null }> {
  const outcomes: RoundOutcome[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const kind = turns[round % turns.length] ?? 'backup';
    try {
      // Each round has numbers of its own, so that one can be repeated without the ones before it.
      const outcome = await killRound(arena, kind, randomBlow(new SeededRandom(seed + round)));
      outcomes.push(outcome);
      say(`round ${round}: ${describe(outcome)}`);
    } catch (error) {
      return { outcomes, failed: { round, kind, error } };
    }
  }
  return { outcomes, failed: null };
}

function describe({ kind, moment, killed, down, data }: RoundOutcome): string {
  const hit = killed ? `killed at ${moment}` : `ended before ${moment}`;
  const left = down.length === 0 ? 'nothing down' : `down: ${down.join(' ')}`;
  return `${kind} ${hit}, ${left}${data === null ? '' : `, ${data} data`}`;
}

/** Counts of the rounds that kept every promise, by kind. */
export function summary(outcomes: readonly RoundOutcome[]): string {
  const counts = Map.groupBy(outcomes, ({ kind }) => kind);
  const kinds = [...counts].map(([kind, list]) => `${list.length} ${kind}`).join(', ');
  const killed = outcomes.filter((outcome) => outcome.killed).length;
  const down = outcomes.filter((outcome) => outcome.down.length > 0).length;
  return `${outcomes.length} rounds (${kinds}): ${killed} killed, ${down} of them with services down`;
}
