import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { createPaint } from './paint.ts';
import { liveDisplay, phaseDisplay } from './progress-display.ts';
import { progressLine } from './progress-line.ts';
import { jobAt, progressAt } from './testing/fake-engine.ts';
import { textWidth } from './text-width.ts';
import { createWords } from './words.ts';

const wordsIn = (language: 'en' | 'zh-CN') =>
  createWords(createTranslator(language), createPaint({ write: () => {} }, {}), () => 0);
const running = {
  item: 'volume/pgdata',
  doneBytes: 1_200_000_000,
  totalBytes: 3_000_000_000,
  speed: 412_000_000,
  etaMs: 4400,
};

function screenOf() {
  const written: string[] = [];
  return { written, screen: { columns: 100, write: (text: string) => written.push(text) } };
}

describe('the progress line', () => {
  it('says phase, item, share, speed and time left', () => {
    expect(progressLine(progressAt(running), wordsIn('en'), 120)).toBe(
      'Copying data · volume/pgdata · ████████░░░░░░░░░░░░ · 1.2 GB of 3.0 GB · 412.0 MB/s · 4.4 s left',
    );
    expect(progressLine(progressAt(running), wordsIn('zh-CN'), 120)).toBe(
      '复制数据 · volume/pgdata · ████████░░░░░░░░░░░░ · 1.2 GB / 3.0 GB · 412.0 MB/s · 剩余 4.4 秒',
    );
  });

  it('never fills the width of the terminal, and shows names that steer it as text', () => {
    const line = progressLine(progressAt({ ...running, item: 'volume/\u001b[2J数据库' }), wordsIn('zh-CN'), 40);
    expect(textWidth(line)).toBeLessThan(40);
    expect(line).toContain('\\x1b[2J');
  });

  it('says only what is known', () => {
    expect(progressLine(progressAt({ phase: 'stopping' }), wordsIn('en'), 80)).toBe('Stopping services');
    expect(progressLine(progressAt({ doneBytes: 2000, speed: 1000 }), wordsIn('en'), 80)).toBe(
      'Copying data · 2.0 kB · 1.0 kB/s',
    );
  });
});

describe('the live display', () => {
  it('draws at most four times a second and clears its line at the end', () => {
    const { screen, written } = screenOf();
    let now = 0;
    const display = liveDisplay(screen, wordsIn('en'), () => now);
    for (; now < 1000; now += 10) display.show(jobAt(running));
    expect(written).toHaveLength(4);
    display.end();
    display.end();
    expect(written.slice(4)).toEqual(['\r\u001b[2K']);
  });
});

describe('the display without a terminal', () => {
  it('says each phase once and leaves the end to the answer', () => {
    const { screen, written } = screenOf();
    const display = phaseDisplay(screen, wordsIn('en'));
    for (const phase of ['stopping', 'copying', 'copying', 'starting', 'done'] as const) display.show(jobAt({ phase }));
    expect(written).toEqual(['Stopping services\n', 'Copying data\n', 'Starting services\n']);
  });
});
