import { expect, it } from 'vitest';
import { logText } from './log-text.ts';

it('writes a line each, and nothing after the message of one that says no more', () => {
  const time = '2026-11-20T04:00:00.000Z';
  const lines = [
    { time, level: 'info', message: 'job ended', detail: 'status=succeeded' },
    { time, level: 'error', message: 'lost', detail: '' },
  ] as const;
  expect(logText(lines)).toBe(`${time} info  job ended status=succeeded\n${time} error lost`);
});
