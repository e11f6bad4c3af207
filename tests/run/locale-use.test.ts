import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../../shared/locales/en.ts';

const root = join(import.meta.dirname, '..', '..');

function keysOf(tree: object, prefix = ''): string[] {
  return Object.entries<unknown>({ ...tree }).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? keysOf(value, `${prefix}${name}.`)
      : [prefix + name.replace(/_(?:one|other)$/u, '')],
  );
}

/** Keys as the sources write them: whole, or as templates that name at least the section and one more part. */
function writtenKeys(): string[] {
  const texts = globSync('{shared,electron,renderer}/**/*.{ts,tsx}', { cwd: root })
    .filter((path) => !path.endsWith('.test.ts') && !path.startsWith(join('shared', 'locales')))
    .map((path) => readFileSync(join(root, path), 'utf8'));
  const part = String.raw`(?:[\w-]|\$\{[^}]*\})+`;
  const key = new RegExp(`['\`]((?:${Object.keys(en).join('|')})(?:\\.${part})+)['\`]`, 'gu');
  return texts
    .flatMap((text) => [...text.matchAll(key)].map(([, written = '']) => written))
    .filter((written) => !/^\w+\.\$\{[^}]*\}$/u.test(written));
}

it('every sentence of the locales has a user', () => {
  const users = writtenKeys().map((written) => {
    const literal = written.split(/\$\{[^}]*\}/u).map((piece) => piece.replaceAll('.', String.raw`\.`));
    return new RegExp(`^${literal.join(String.raw`[\w+-]+`)}$`, 'u');
  });
  expect(users.length).toBeGreaterThan(100);
  expect(keysOf(en).filter((name) => !users.some((user) => user.test(name)))).toEqual([]);
});
