import type { ReplicaView } from '../../shared/model/replica.ts';
import { hasCode } from '../core/errors.ts';
import type { Session } from './session.ts';

/** What became of one target. */
interface TargetAnswer {
  readonly json: unknown;
  readonly lines: readonly string[];
}

/**
 * Acts on one target after the other: one that is away keeps no other from its turn. Rejects with the first failure, once
 * all have had their turn and what went well has been said.
 */
export async function onEachTarget(
  session: Session,
  targets: readonly ReplicaView[],
  act: (target: ReplicaView) => Promise<TargetAnswer>,
): Promise<TargetAnswer> {
  const answers: TargetAnswer[] = [];
  let failure: { readonly of: unknown } | null = null;
  for (const target of targets) {
    try {
      answers.push(await act(target));
    } catch (error) {
      failure ??= { of: error };
      if (hasCode(error, 'JOB_CANCELLED')) break;
    }
  }
  const lines = answers.flatMap((answer) => answer.lines);
  if (failure === null) return { json: answers.map(({ json }) => json), lines };
  if (!session.json) for (const line of lines) session.note(line);
  throw failure.of;
}
