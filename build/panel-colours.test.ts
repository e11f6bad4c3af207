import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = await readFile(join(import.meta.dirname, '../renderer/styles/tokens.css'), 'utf8');
const [light = '', dark = ''] = css.split(":root[data-theme='dark']");

function tokensOf(part: string): ReadonlyMap<string, string> {
  return new Map(
    [...part.matchAll(/--([\w-]+): (#[\da-f]{6});/gu)].map(([, name = '', colour = '']) => [name, colour]),
  );
}

/** As WCAG 2.1 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['page', 'surface', 'raised', 'accent-soft', 'good-soft', 'attention-soft', 'alarm-soft'];

describe.each([
  ['light', tokensOf(light)],
  ['dark', tokensOf(dark)],
])('%s', (_theme, tokens) => {
  const of = (name: string): string => tokens.get(name) ?? `no token ${name}`;

  test.each(['text', 'secondary', 'alarm'])('%s can be read on every ground', (name) => {
    for (const ground of grounds) expect(contrast(of(name), of(ground)), ground).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['accent', 'good', 'attention', 'alarm', 'line-strong'])(
    'a shape in %s is seen on every ground',
    (name) => {
      for (const ground of grounds) expect(contrast(of(name), of(ground)), ground).toBeGreaterThanOrEqual(3);
    },
  );

  test.each(['accent', 'accent-hover'])('what stands on %s can be read', (ground) => {
    expect(contrast(of('on-accent'), of(ground))).toBeGreaterThanOrEqual(4.5);
  });
});
