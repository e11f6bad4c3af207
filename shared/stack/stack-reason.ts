import type { ErrorReport } from '../errors.ts';
import type { Translator } from '../i18n.ts';
import type { PolicyRun } from '../model/policy.ts';
import type { StackSchedule } from '../model/schedule.ts';
import type { StackView } from '../model/view.ts';

// Without a policy a day is what most people mean by "every night", with an hour to spare.
const freshMs = 25 * 60 * 60_000;

/** The part of a stack that its light is about. */
export type Backed = Pick<StackView, 'lastGood' | 'lastEnded' | 'half' | 'stuck'> & {
  readonly schedule: Pick<StackSchedule, 'allowedAgeMs' | 'overdueSince' | 'troubled'>;
};

/** What says that a stack is not as it should be, beside the age of its last good backup. */
type Trouble =
  | { readonly kind: 'failed'; readonly error: ErrorReport | null; readonly good: string | null }
  | { readonly kind: 'half'; readonly good: string | null }
  /** A guarded upgrade could not be undone. */
  | { readonly kind: 'stuck'; readonly good: string | null }
  /** The newest backup is complete, but was not verified, or its files are gone. */
  | { readonly kind: 'unusable'; readonly good: string | null }
  /** Planned runs were missed or failed since the last good backup; `run` is the newest of these `count`. */
  | { readonly kind: 'night'; readonly run: PolicyRun; readonly count: number; readonly good: string | null };

/** Why a stack's light is as it is. `good` is when its last good backup was made; null when it has none. */
export type StackReason =
  | { readonly kind: 'never' }
  | { readonly kind: 'fresh'; readonly good: string }
  | { readonly kind: 'old'; readonly good: string }
  | Trouble
  /** No good backup is as young as the policies demand. `ageMs`: for how long there has been none. */
  | {
      readonly kind: 'overdue';
      readonly good: string | null;
      readonly ageMs: number;
      readonly allowedAgeMs: number;
      readonly why: Trouble | null;
    }
  | { readonly kind: 'cancelled' };

/** What the operator should know first of a stack: what is wrong, or how old its last good backup is. */
export function stackReason(stack: Backed, now: number): StackReason {
  const good = stack.lastGood?.createdAt ?? null;
  const trouble = troubleOf(stack, good);
  const overdue = overdueOf(stack, good, now);
  if (overdue !== null) return { kind: 'overdue', good, ...overdue, why: trouble };
  if (trouble !== null) return trouble;
  if (good === null) return stack.lastEnded === null ? { kind: 'never' } : { kind: 'cancelled' };
  return { kind: now - Date.parse(good) <= (stack.schedule.allowedAgeMs ?? freshMs) ? 'fresh' : 'old', good };
}

function troubleOf({ lastGood, lastEnded, half, stuck, schedule }: Backed, good: string | null): Trouble | null {
  if (half) return { kind: 'half', good };
  if (stuck) return { kind: 'stuck', good };
  if (lastEnded?.status === 'failed') return { kind: 'failed', error: lastEnded.error, good };
  if (lastEnded?.status === 'succeeded' && lastEnded.id !== lastGood?.id) return { kind: 'unusable', good };
  const [run] = schedule.troubled;
  return run === undefined ? null : { kind: 'night', run, count: schedule.troubled.length, good };
}

/** By what main says, and by the age itself: what main said may be older than `now`. */
function overdueOf(
  { schedule: { overdueSince, allowedAgeMs } }: Backed,
  good: string | null,
  now: number,
): { readonly ageMs: number; readonly allowedAgeMs: number } | null {
  if (allowedAgeMs === null) return null;
  if (overdueSince !== null) {
    return { ageMs: Math.max(now - Date.parse(overdueSince), 0) + allowedAgeMs, allowedAgeMs };
  }
  const ageMs = good === null ? 0 : now - Date.parse(good);
  return ageMs > allowedAgeMs ? { ageMs, allowedAgeMs } : null;
}

/** How a shell says reasons. */
export interface ReasonWords extends Pick<Translator, 'text'> {
  readonly ago: (time: string, now: number) => string;
  readonly age: (ms: number) => string;
  readonly error: (report: ErrorReport) => { readonly message: string };
}

/** One sentence of a reason, and the moment it tells relatively, if it tells one. */
export interface ReasonSentence {
  readonly text: string;
  readonly time: string | null;
}

/** The reason in sentences, the one that matters most first. */
export function reasonSentences(reason: StackReason, words: ReasonWords, now: number): readonly ReasonSentence[] {
  const { text } = words;
  if (reason.kind === 'never' || reason.kind === 'cancelled')
    return [plain(text(`panel.overview.reason.${reason.kind}`))];
  if (reason.kind === 'overdue') {
    const ages = { age: words.age(reason.ageMs), allowed: words.age(reason.allowedAgeMs) };
    const said =
      reason.good === null
        ? text('panel.overview.reason.overdueBare', ages)
        : text('panel.overview.reason.overdue', ages);
    return [{ text: said, time: reason.good }, ...(reason.why === null ? [] : [plain(troubled(reason.why, words))])];
  }
  const age = reason.good === null ? [] : [lastGood(reason.good, words, now)];
  if (reason.kind === 'fresh') return age;
  if (reason.kind === 'old') return [...age, plain(text('panel.overview.reason.old'))];
  return [plain(troubled(reason, words)), ...age];
}

function plain(text: string): ReasonSentence {
  return { text, time: null };
}

function lastGood(time: string, { text, ago }: ReasonWords, now: number): ReasonSentence {
  return { text: text('panel.overview.reason.fresh', { when: ago(time, Math.max(now, Date.parse(time))) }), time };
}

function troubled(trouble: Trouble, { text, error }: ReasonWords): string {
  if (trouble.kind === 'night') {
    const { run, count } = trouble;
    const why = run.reason === null ? '' : error(run.reason).message;
    return text('panel.overview.reason.night', { count, planned: run.planned, why }).trim();
  }
  if (trouble.kind !== 'failed') return text(`panel.overview.reason.${trouble.kind}`);
  if (trouble.error === null) return text('panel.overview.reason.failed');
  return text('panel.overview.reason.failedWith', { why: error(trouble.error).message });
}
