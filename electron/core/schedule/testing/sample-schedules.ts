/** A moment of the clock on the wall, to the minute. */
export interface WallMinute {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

/** An expression, and the same said by hand. */
export interface SampleSchedule {
  readonly cron: string;
  readonly plans: (wall: WallMinute) => boolean;
}

/** Schedules at the hours at which clocks are changed, mostly. */
export const sampleSchedules: readonly SampleSchedule[] = [
  { cron: '0 4 * * *', plans: ({ hour, minute }) => hour === 4 && minute === 0 },
  { cron: '30 2 * * *', plans: ({ hour, minute }) => hour === 2 && minute === 30 },
  { cron: '@midnight', plans: ({ hour, minute }) => hour === 0 && minute === 0 },
  { cron: '*/15 0-3,23 * * *', plans: ({ hour, minute }) => [0, 1, 2, 3, 23].includes(hour) && minute % 15 === 0 },
  { cron: '0 0 */2 * * *', plans: ({ hour, minute }) => hour % 2 === 0 && minute === 0 },
  { cron: '10 2 * * Sun', plans: ({ weekday, hour, minute }) => weekday === 0 && hour === 2 && minute === 10 },
  { cron: '45 23 * * 6', plans: ({ weekday, hour, minute }) => weekday === 6 && hour === 23 && minute === 45 },
  { cron: '5 0 L * *', plans: (wall) => wall.hour === 0 && wall.minute === 5 && isLastDay(wall) },
  { cron: '59 1 15W * *', plans: (wall) => wall.hour === 1 && wall.minute === 59 && isNearest15th(wall) },
];

/** Whole hours, a half one (Lord Howe), changes at midnight (Santiago) and on the evening before (Nuuk), and none. */
export const sampleZones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'America/Nuuk',
] as const;

function isLastDay({ year, month, day }: WallMinute): boolean {
  return new Date(Date.UTC(year, month - 1, day + 1)).getUTCDate() === 1;
}

function isNearest15th({ weekday, day }: WallMinute): boolean {
  if (day === 15) return weekday > 0 && weekday < 6;
  return (day === 14 && weekday === 5) || (day === 16 && weekday === 1);
}
