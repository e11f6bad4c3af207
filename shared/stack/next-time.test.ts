import { expect, it } from 'vitest';
import { createTranslator } from '../i18n.ts';
import { nextTimeWords } from './next-time.ts';

// By the local clock, whatever zone the test runs in; 2026-11-20 is a Friday.
const local = (month: number, day: number, hour: number, minute = 0): Date =>
  new Date(2026, month - 1, day, hour, minute);

it.each([
  ['later today', local(11, 20, 9), local(11, 20, 16, 5), 'today 16:05', '今天 16:05'],
  ['this evening', local(11, 20, 9), local(11, 20, 22), 'tonight 22:00', '今晚 22:00'],
  ['before tomorrow’s morning', local(11, 20, 23, 59), local(11, 21, 4), 'tonight 04:00', '明天凌晨 04:00'],
  ['in the small hours already', local(11, 21, 1), local(11, 21, 4), 'today 04:00', '今天 04:00'],
  ['tomorrow', local(11, 20, 9), local(11, 21, 12), 'tomorrow 12:00', '明天 12:00'],
  ['in six days', local(11, 20, 9), local(11, 26, 3), 'on Thursday 03:00', '星期四 03:00'],
  ['in a week', local(11, 20, 9), local(11, 27, 3), 'on 2026-11-27 03:00', '2026-11-27 03:00'],
  ['past already, by a moment', local(11, 20, 4, 1), local(11, 20, 4), 'today 04:00', '今天 04:00'],
])('%s', (_name, now, at, english, chinese) => {
  const say = (language: 'en' | 'zh-CN') => nextTimeWords(at.toISOString(), now.getTime(), createTranslator(language));
  expect([say('en'), say('zh-CN')]).toEqual([english, chinese]);
});
