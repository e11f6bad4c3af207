import { describe, expect, it } from 'vitest';
import { cut, pad, textWidth } from './text-width.ts';

describe('textWidth', () => {
  it.each([
    ['', 0],
    ['wiki', 4],
    ['知识库', 6],
    ['，', 2],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['\u001b[31mred\u001b[39m', 3],
    ['✓ ● –', 5],
  ])('of %j is %d', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe('pad', () => {
  it('fills by columns, not by characters', () => {
    expect(pad('应用', 6)).toBe('应用  ');
    expect(pad('1.2 GB', 8, 'right')).toBe('  1.2 GB');
    expect(pad('long', 2)).toBe('long');
  });
});

describe('cut', () => {
  it.each([
    ['short', 10, 'short'],
    ['0123456789', 5, '0123…'],
    ['知识库', 5, '知识…'],
    ['知识库', 4, '知…'],
  ])('%s to %d columns is %s', (text, width, result) => {
    expect(cut(text, width)).toBe(result);
  });
});
