import type { ScheduleState } from '../model/schedule.ts';

export const pauseChoices = ['hour', 'morning', 'resumed'] as const;
export type PauseChoice = (typeof pauseChoices)[number];

const hourMs = 3_600_000;

/** When a pause ends that begins at `now`: ISO 8601, mornings by the local clock; null when somebody must end it. */
export function pauseEnd(choice: PauseChoice, now: number): string | null {
  if (choice === 'resumed') return null;
  if (choice === 'hour') return new Date(now + hourMs).toISOString();
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(8, 0, 0, 0);
  return morning.toISOString();
}

/** Whether a pause of now is still on at a coming time (ISO 8601), so that nothing is begun then. */
export function isPausedThen(pause: ScheduleState['paused'], at: string): boolean {
  return pause !== null && (pause.until === null || Date.parse(at) < Date.parse(pause.until));
}

/** An ISO 8601 time by the local clock: `2026-11-20 04:00`. */
export function localMinute(time: string): string {
  const at = new Date(time);
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
