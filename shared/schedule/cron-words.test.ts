import { describe, expect, it } from 'vitest';
import { createTranslator } from '../i18n.ts';
import { cronWords } from './cron-words.ts';

const en = createTranslator('en');
const zh = createTranslator('zh-CN');

describe('cronWords', () => {
  it.each([
    ['0 4 * * *', 'every day at 04:00', '每天 04:00'],
    ['0 4 * * 0-6', 'every day at 04:00', '每天 04:00'],
    ['0 3 * * 0', 'every Sunday at 03:00', '每周日 03:00'],
    ['0 4 * * 0,1,3', 'every Monday, Wednesday, Sunday at 04:00', '每周一、周三、周日 04:00'],
    ['0 4 * * 1-5', 'Monday to Friday at 04:00', '周一至周五 04:00'],
    ['0 4 1 * *', 'every month on day 1 at 04:00', '每月 1 日 04:00'],
    ['0 4 L * *', 'on the last day of every month at 04:00', '每月最后一天 04:00'],
    ['*/15 * * * *', 'every 15 minutes', '每隔 15 分钟'],
    ['30 0 4 * * *', 'at 04:00:30', '在 04:00:30'],
    ['0 4 1,15 * *', 'at 04:00, on day 1 and 15 of the month', '在 04:00，限每月 1 号 和 15 号'],
    ['nonsense', 'nonsense', 'nonsense'],
    ['0 99 * * *', '0 99 * * *', '0 99 * * *'],
  ])('%j: %s', (cron, english, chinese) => {
    expect(cronWords(cron, en)).toBe(english);
    expect(cronWords(cron, zh)).toBe(chinese);
  });

  it('does not say "or" where node-cron wants both, the day of the month and of the week', () => {
    expect(cronWords('0 4 1-7 * SUN', en)).toBe('at 04:00, between day 1 and 7 of the month, only on Sunday');
    expect(cronWords('0 4 1-7 * SUN', zh)).not.toContain('或');
  });
});
