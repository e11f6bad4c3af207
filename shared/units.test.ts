import { describe, expect, it } from 'vitest';
import { formatAge, formatBytes, formatDuration, formatList, formatRelative, formatSpeed } from './units.ts';

describe('formatBytes', () => {
  it.each([
    [null, '? B'],
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [999_940, '999.9 kB'],
    [999_950, '1.0 MB'],
    [1_240_000_000, '1.2 GB'],
    [5e12, '5.0 TB'],
    [9e17, '900.0 PB'],
    [9e18, '9000.0 PB'],
  ])('%s is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('names a speed by the second', () => {
    expect(formatSpeed(412_000_000)).toBe('412.0 MB/s');
  });
});

describe('formatList', () => {
  it('separates names as the language does', () => {
    expect(formatList(['a', 'b'], 'en')).toBe('a, b');
    expect(formatList(['a', 'b'], 'zh-CN')).toBe('a、b');
    expect(formatList([], 'en')).toBe('');
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms', '0 毫秒'],
    [320, '320 ms', '320 毫秒'],
    [3400, '3.4 s', '3.4 秒'],
    [9949, '9.9 s', '9.9 秒'],
    [9950, '10 s', '10 秒'],
    [59_400, '59 s', '59 秒'],
    [59_600, '1 min', '1 分'],
    [125_000, '2 min 5 s', '2 分 5 秒'],
    [3_599_600, '1 h', '1 小时'],
    [12_000_000, '3 h 20 min', '3 小时 20 分'],
    [86_400_000, '1 d', '1 天'],
    [187_200_000, '2 d 4 h', '2 天 4 小时'],
  ])('%d ms is %s, %s', (ms, english, chinese) => {
    expect(formatDuration(ms, 'en')).toBe(english);
    expect(formatDuration(ms, 'zh-CN')).toBe(chinese);
  });
});

describe('formatAge', () => {
  const hour = 3_600_000;

  it.each([
    [2.5 * hour, '2 h 30 min', '2 小时 30 分'],
    [26.9 * hour, '26 h', '26 小时'],
    [71 * hour, '71 h', '71 小时'],
    [75 * hour, '3 d', '3 天'],
    [24 * 9.9 * hour, '9 d', '9 天'],
  ])('%d ms is %s, %s', (ms, english, chinese) => {
    expect(formatAge(ms, 'en')).toBe(english);
    expect(formatAge(ms, 'zh-CN')).toBe(chinese);
  });
});

describe('formatRelative', () => {
  const now = Date.parse('2026-11-20T12:00:00.000Z');

  it.each([
    ['2026-11-20T11:59:30.000Z', 'just now', '刚刚'],
    ['2026-11-20T12:00:20.000Z', 'just now', '刚刚'],
    ['2026-11-20T11:59:00.000Z', '1 minute ago', '1 分钟前'],
    ['2026-11-20T11:20:00.000Z', '40 minutes ago', '40 分钟前'],
    ['2026-11-20T06:00:00.000Z', '6 hours ago', '6 小时前'],
    ['2026-11-18T12:00:00.000Z', '2 days ago', '2 天前'],
    ['2026-11-21T12:00:00.000Z', 'in 1 day', '1 天后'],
  ])('%s is %s, %s', (time, english, chinese) => {
    expect(formatRelative(time, now, 'en')).toBe(english);
    expect(formatRelative(time, now, 'zh-CN')).toBe(chinese);
  });

  it('is a date from a week on', () => {
    expect(formatRelative('2026-11-13T12:00:00.000Z', now, 'en')).toMatch(/^2026-11-1[34]$/u);
  });

  it('leaves alone what is no time', () => {
    expect(formatRelative('soon', now, 'en')).toBe('soon');
  });
});
