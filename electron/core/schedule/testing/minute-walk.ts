import type { SampleSchedule, WallMinute } from './sample-schedules.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;

/**
 * What schedules plan in a zone, found by walking minute by minute and looking at the clock: for every schedule, by
 * instant, the local time that is planned for it. `from` is a whole minute.
 */
export function minuteWalk(
  schedules: readonly SampleSchedule[],
  zone: string,
  { from, to }: { readonly from: number; readonly to: number },
): readonly ReadonlyMap<number, string>[] {
  const found = schedules.map(() => new Map<number, string>());
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  // As the clock would show it in UTC, so that a minute can be counted on.
  const shownAt = (instant: number): number => Date.parse(`${clock.format(instant).replace(' ', 'T')}Z`);
  let shown = shownAt(from);
  let latest = shown;
  for (let instant = from + minuteMs; instant <= to; instant += minuteMs) {
    // Clocks are changed at a quarter of an hour; to look only then makes the walk fifteen times as fast.
    shown = instant % quarterMs === 0 ? shownAt(instant) : shown + minuteMs;
    // Seen before: the clock was put back.
    if (shown <= latest) continue;
    const due = [shown, ...skipped(latest, shown)].map((local) => ({ local, wall: wallMinute(local) }));
    for (const [at, { plans }] of schedules.entries()) {
      const first = due.find(({ wall }) => plans(wall));
      if (first !== undefined)
        found[at]?.set(instant, new Date(first.local).toISOString().slice(0, 16).replace('T', ' '));
    }
    latest = shown;
  }
  return found;
}

function* skipped(before: number, shown: number): Generator<number> {
  for (let local = before + minuteMs; local < shown; local += minuteMs) yield local;
}

function wallMinute(local: number): WallMinute {
  const date = new Date(local);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}
