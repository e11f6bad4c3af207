import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../../shared/locales/en.ts';

const core = join(import.meta.dirname, '..', '..', 'electron', 'core');

/** Names of all steps that the engine's operations journal. */
function stepsOfEngine(): string[] {
  return globSync('operations/**/*.ts', { cwd: core })
    .filter((path) => !path.endsWith('.test.ts'))
    .flatMap((path) => [...readFileSync(join(core, path), 'utf8').matchAll(/\b(?:step|rescue)\(\s*'(?<name>[^']+)'/gu)])
    .map(({ groups }) => groups?.['name'] ?? '');
}

it('every step of the engine has words in the panel, and none has words without a step', () => {
  const steps = new Set(stepsOfEngine().map((name) => name.replaceAll(' ', '-')));
  expect(steps.size).toBeGreaterThan(20);
  expect([...steps].toSorted()).toEqual(Object.keys(en.panel.jobs.step).toSorted());
});
