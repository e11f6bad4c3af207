// Runs around every e2e test: a panel that a test has opened and not ended is killed after it. A test that ran out of
// time disposes nothing, and its window would have the focus that the next tests look for.
import { afterEach, beforeEach } from 'vitest';
import { killPanels, openPanels } from './panel.ts';

let before = openPanels();

beforeEach(() => {
  before = openPanels();
});

afterEach(async () => {
  const killed = await killPanels(before);
  if (killed > 0) process.stderr.write(`panels that were killed after their test: ${killed}\n`);
});
