/** Schedules in words, for the middle of a sentence. */
export const cron = {
  day: 'every day at {{at}}',
  week: 'every {{days}} at {{at}}',
  workdays: 'Monday to Friday at {{at}}',
  month: 'every month on day {{day}} at {{at}}',
  monthEnd: 'on the last day of every month at {{at}}',
  weekday: {
    '0': 'Sunday',
    '1': 'Monday',
    '2': 'Tuesday',
    '3': 'Wednesday',
    '4': 'Thursday',
    '5': 'Friday',
    '6': 'Saturday',
  },
} as const;
