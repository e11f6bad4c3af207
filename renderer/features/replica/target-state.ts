import type { ErrorReport } from '../../../shared/errors.ts';
import type { ReplicaView } from '../../../shared/model/replica.ts';
import type { LightState } from '../../ui/light.tsx';
import type { Words } from '../../words.tsx';

/** How a target is: the one thing that its operator should know first. */
export interface TargetState {
  readonly light: LightState;
  readonly kind: 'copying' | 'waiting' | 'fault' | 'failed' | 'missing' | 'verified' | 'never';
  /** How many wait; only for `waiting`. */
  readonly count: number;
  /** ISO 8601 of the last verified copy; only for `verified`. */
  readonly at: string | null;
  readonly reason: ErrorReport | null;
}

type Facts = Pick<ReplicaView, 'copies' | 'lastVerifiedAt' | 'backlog' | 'fault'>;

/** Good only while the newest copy was read back and nothing waits. */
export function targetState({ copies, lastVerifiedAt, backlog, fault }: Facts): TargetState {
  const state = (kind: TargetState['kind'], light: LightState, parts: Partial<TargetState> = {}): TargetState => ({
    kind,
    light,
    count: 0,
    at: null,
    reason: null,
    ...parts,
  });
  if (copies.some((copy) => copy.state === 'running')) return state('copying', 'none');
  if (backlog > 0) {
    const reason = fault ?? copies.find((copy) => copy.state === 'waiting' && copy.reason !== null)?.reason ?? null;
    return state('waiting', 'attention', { count: backlog, reason });
  }
  const newest = copies[0];
  if (newest?.state === 'failed') return state('failed', 'alarm', { reason: newest.reason });
  if (newest?.state === 'missing') return state('missing', 'alarm');
  if (fault !== null) return state('fault', 'attention', { reason: fault });
  return lastVerifiedAt === null ? state('never', 'none') : state('verified', 'good', { at: lastVerifiedAt });
}

/** That state in one sentence. */
export function targetSentence(
  { kind, count, at, reason }: TargetState,
  { text, error, ago }: Pick<Words, 'text' | 'error' | 'ago'>,
  now: number,
): string {
  const why = reason === null ? null : error(reason).message;
  if (kind === 'waiting')
    return why === null
      ? text('panel.replica.state.waiting', { count })
      : text('panel.replica.state.waitingBecause', { count, reason: why });
  if (kind === 'failed')
    return why === null ? text('panel.replica.state.failedBare') : text('panel.replica.state.failed', { reason: why });
  if (kind === 'fault') return text('panel.replica.state.fault', { reason: why ?? '' });
  if (kind === 'verified')
    return text('panel.replica.state.verified', { ago: ago(at ?? '', Math.max(now, Date.parse(at ?? ''))) });
  return text(`panel.replica.state.${kind}`);
}
