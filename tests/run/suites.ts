import { startVitest, type TestCase, type Vitest } from 'vitest/node';
import { findElectron } from '../support/panel-testbed.ts';
import { integrationPrograms, obtainPrograms, panelPrograms } from '../support/requirements.ts';
import { add, none, type Outcome } from './outcome.ts';

/** A vitest project of `vitest.config.ts`. */
export interface Suite {
  readonly name: string;
  /** Why it cannot run on this machine, or null. May install what is missing. */
  obstacle(): Promise<string | null>;
}

export const suites: readonly Suite[] = [
  { name: 'unit', obstacle: () => Promise.resolve(null) },
  { name: 'integration', obstacle: () => obtainPrograms(integrationPrograms) },
  { name: 'e2e', obstacle: panelObstacle },
];

async function panelObstacle(): Promise<string | null> {
  const missing = await obtainPrograms(panelPrograms);
  if (missing !== null) return missing;
  return findElectron().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** Runs one suite with vitest's own report on stdout. */
export async function runSuite(
  suite: Suite,
  filters: readonly string[],
  say: (text: string) => void,
): Promise<Outcome> {
  const vitest = await startVitest([...filters], {
    project: [suite.name],
    watch: false,
    passWithNoTests: filters.length > 0,
  });
  try {
    return outcomeOf(vitest, filters.length > 0, say);
  } finally {
    await vitest.close();
  }
}

function outcomeOf(vitest: Vitest, mayBeEmpty: boolean, say: (text: string) => void): Outcome {
  let outcome = none;
  const modules = vitest.state.getTestModules();
  for (const module of modules) {
    const tests = [...module.children.allTests()];
    for (const test of tests) outcome = add(outcome, outcomeOfTest(test, say));
    // A module that fails as a whole (import, hook) may have no failed test to show for it.
    if (module.state() === 'failed' && tests.every((test) => test.result().state !== 'failed')) {
      outcome = add(outcome, { ...none, failed: 1 });
    }
  }
  const errors = vitest.state.getUnhandledErrors().length;
  const ran = modules.length > 0 || mayBeEmpty;
  if (!ran && errors === 0) say('no test was found');
  return add(outcome, { ...none, failed: errors + (ran || errors > 0 ? 0 : 1) });
}

/** A skipped test needs a reason, which `context.skip('reason')` gives; without one it counts as failed. */
function outcomeOfTest(test: TestCase, say: (text: string) => void): Outcome {
  const result = test.result();
  if (result.state === 'passed') return { ...none, passed: 1 };
  if (result.state === 'failed') return { ...none, failed: 1 };
  const note = result.state === 'skipped' ? result.note : undefined;
  say(`${note === undefined ? 'did not run, without a reason' : `skipped, ${note}`}: ${test.fullName}`);
  return note === undefined ? { ...none, failed: 1 } : { ...none, skipped: 1 };
}
