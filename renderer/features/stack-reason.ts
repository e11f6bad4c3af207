import type { ErrorReport } from '../../shared/errors.ts';
import type { StackView } from '../../shared/model/view.ts';
import type { Words } from '../words.tsx';

// Without a policy a day is what most people mean by "every night", with an hour to spare.
const freshMs = 25 * 60 * 60_000;

/** The part of a stack that its light is about. */
export type Backed = Pick<StackView, 'lastGood' | 'lastEnded' | 'half'>;

/** Why a stack's light is as it is. `good` is when its last good backup was made; null when it has none. */
export type StackReason =
  | { readonly kind: 'never' }
  | { readonly kind: 'fresh' | 'old'; readonly good: string }
  | { readonly kind: 'failed'; readonly error: ErrorReport | null; readonly good: string | null }
  | { readonly kind: 'half'; readonly good: string | null }
  /** The newest backup is complete, but was not verified, or its files are gone. */
  | { readonly kind: 'unusable'; readonly good: string | null }
  | { readonly kind: 'cancelled' };

/** What the operator should know first of a stack: what is wrong, or how old its last good backup is. */
export function stackReason({ lastGood, lastEnded, half }: Backed, now: number): StackReason {
  const good = lastGood?.createdAt ?? null;
  if (half) return { kind: 'half', good };
  if (lastEnded?.status === 'failed') return { kind: 'failed', error: lastEnded.error, good };
  if (lastEnded?.status === 'succeeded' && lastEnded.id !== lastGood?.id) return { kind: 'unusable', good };
  if (good === null) return lastEnded === null ? { kind: 'never' } : { kind: 'cancelled' };
  return { kind: now - Date.parse(good) <= freshMs ? 'fresh' : 'old', good };
}

type ReasonWords = Pick<Words, 'text' | 'ago' | 'error'>;

/** One sentence of a reason, and the moment it tells relatively, if it tells one. */
export interface ReasonSentence {
  readonly text: string;
  readonly time: string | null;
}

/** The reason in sentences, the one that matters most first. */
export function reasonSentences(reason: StackReason, words: ReasonWords, now: number): readonly ReasonSentence[] {
  if (reason.kind === 'never' || reason.kind === 'cancelled')
    return [plain(words.text(`panel.overview.reason.${reason.kind}`))];
  const age = reason.good === null ? [] : [lastGood(reason.good, words, now)];
  if (reason.kind === 'failed') return [plain(failure(reason.error, words)), ...age];
  if (reason.kind === 'fresh') return age;
  return reason.kind === 'old'
    ? [...age, plain(words.text('panel.overview.reason.old'))]
    : [plain(words.text(`panel.overview.reason.${reason.kind}`)), ...age];
}

function plain(text: string): ReasonSentence {
  return { text, time: null };
}

function lastGood(time: string, { text, ago }: ReasonWords, now: number): ReasonSentence {
  return { text: text('panel.overview.reason.fresh', { when: ago(time, Math.max(now, Date.parse(time))) }), time };
}

function failure(report: ErrorReport | null, { text, error }: ReasonWords): string {
  if (report === null) return text('panel.overview.reason.failed');
  return text('panel.overview.reason.failedWith', { why: error(report).message });
}
