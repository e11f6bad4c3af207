import { expect, it } from 'vitest';
import { isMisreadByWindows } from './windows-names.ts';

it.each([
  'C:',
  'a\\b',
  'a:stream',
  'CON',
  'nul.txt',
  'com1 .log',
  'LPT9',
  'end.',
  'end ',
  'line\nbreak',
  'a*',
  'a?',
  '\ufffd',
])('refuses %j', (name) => {
  expect(isMisreadByWindows(name)).toBe(true);
});

it.each(['console', 'com10', '.env', 'a b', '数据', 'null'])('takes %j', (name) => {
  expect(isMisreadByWindows(name)).toBe(false);
});
