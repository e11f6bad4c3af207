import { setTimeout as wait } from 'node:timers/promises';
import { errorTable } from '../../../shared/errors.ts';
import { isAppError } from '../errors.ts';
import type { ReplicaTarget, TargetConnection } from './target.ts';

/** How often something is tried, and how long it is waited in between. */
export interface RetryRules {
  /** Tries in a row that may fail; at least 1. */
  readonly attempts: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** In [0, 1): spreads the pauses of many that lost the same server. */
  readonly jitter: () => number;
}

export const usualRetries: RetryRules = {
  attempts: 5,
  firstPauseMs: 1000,
  longestPauseMs: 30_000,
  jitter: Math.random,
};

/** The pause after the `failed`th failure: doubled each time, between half of that and all of it. */
export function pauseMs(failed: number, { firstPauseMs, longestPauseMs, jitter }: RetryRules): number {
  const whole = Math.min(longestPauseMs, firstPauseMs * 2 ** (failed - 1));
  return Math.round(whole * (0.5 + jitter() / 2));
}

/** Whether the table of errors says that the same may succeed when it is tried again. */
export function isWorthRetry(error: unknown): boolean {
  return isAppError(error) && errorTable[error.code].retry;
}

/** What is done with a target, again and again on connections that share nothing. */
export interface Retried<T> {
  readonly target: ReplicaTarget;
  readonly rules: RetryRules;
  readonly signal: AbortSignal;
  /** Must be such that it can be done again after it was done in part. May open more connections by `target`. */
  readonly act: (connection: TargetConnection) => Promise<T>;
}

/**
 * Opens the target and acts on it; after a failure that may pass, opens it anew and acts again. The only loop of its
 * kind. Rejects with the last failure.
 */
export async function withRetries<T>({ target, rules, signal, act }: Retried<T>): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      await using connection = await target.open(signal);
      return await act(connection);
    } catch (error) {
      if (signal.aborted || failed >= rules.attempts || !isWorthRetry(error)) throw error;
    }
    await wait(pauseMs(failed, rules), undefined, { signal });
  }
}
