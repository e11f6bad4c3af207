import type { Fault } from '../../../shared/model/fault.ts';
import { isoTime } from '../clock.ts';

/** What is known of a fault that was seen. */
export interface BookEntry {
  readonly key: string;
  /** As it was seen last; `since` is when it began, or was first seen. */
  readonly fault: Fault;
  readonly present: boolean;
  /** Whether it was told, and its end was not. */
  readonly told: boolean;
  /** Not told before this moment, ISO 8601 UTC. */
  readonly tellAfter: string;
}

const hourMs = 3_600_000;
/** A fault that lasts is told again after so long. */
export const againMs = 24 * hourMs;
/** One that comes and goes is told again after so long at the earliest. */
const flapMs = hourMs;

// Their end is the end of a day or of a wait, and nothing that was put right.
const endsByItself = new Set<Fault['kind']>(['interrupted', 'upgrade-undone', 'upgrade-waiting']);

interface Decision {
  readonly book: readonly BookEntry[];
  /** To be told now. */
  readonly faults: readonly Fault[];
  /** Told before, and gone now. */
  readonly over: readonly Fault[];
}

/**
 * What is to be told of the faults that are there now, and the book after that: each once, again after a day while it
 * lasts, at once when it became worse, and never more than hourly when it comes and goes. `now` in ms.
 */
export function decideAlarms(book: readonly BookEntry[], present: readonly Fault[], now: number): Decision {
  const before = new Map(book.map((entry) => [entry.key, entry]));
  const there = new Set(present.map(({ key }) => key));
  const faults: Fault[] = [];
  const kept = present.map((seen): BookEntry => {
    const entry = before.get(seen.key);
    const fault = withSince(seen, entry);
    const worse = entry !== undefined && entry.fault.state === 'attention' && seen.state === 'alarm';
    if (entry !== undefined && !worse && dueAt(entry, now) > now)
      return { ...entry, fault, present: true, tellAfter: isoTime(dueAt(entry, now)) };
    faults.push(fault);
    return { key: seen.key, fault, present: true, told: true, tellAfter: isoTime(now + againMs) };
  });
  const gone = book.filter(({ key }) => !there.has(key));
  const remembered = gone
    .map((entry) => ({ ...entry, present: false, told: false, tellAfter: isoTime(soonest(entry, now)) }))
    .filter(({ tellAfter }) => Date.parse(tellAfter) > now);
  return {
    book: [...kept, ...remembered],
    faults,
    over: gone.filter(({ told, fault }) => told && !endsByItself.has(fault.kind)).map(({ fault }) => fault),
  };
}

/** The fault, since when it was first seen while it lasts. */
export function withSince(fault: Fault, entry: BookEntry | undefined): Fault {
  if (entry === undefined || !entry.present) return fault;
  return entry.fault.since < fault.since ? { ...fault, since: entry.fault.since } : fault;
}

/** What was told between two looks into the book, by whichever process: its next turn has moved on since. */
export function toldSince(before: readonly BookEntry[], book: readonly BookEntry[]): Fault[] {
  const known = new Map(before.map((entry) => [entry.key, entry]));
  const isNews = ({ key, told, tellAfter }: BookEntry): boolean => {
    const entry = known.get(key);
    return told && (entry === undefined || !entry.told || tellAfter > entry.tellAfter);
  };
  return book.filter(isNews).map(({ fault }) => fault);
}

/** A clock that had been ahead silences nothing for longer than a day. */
function dueAt({ tellAfter }: BookEntry, now: number): number {
  return Math.min(Date.parse(tellAfter), now + againMs);
}

/** An hour after its end at the latest. */
function soonest(entry: BookEntry, now: number): number {
  return Math.min(dueAt(entry, now), now + flapMs);
}
