import type { ElectronApplication, Page } from 'playwright';
import { within } from './within.ts';

/** Longer than anything that a test asks of a page or of main in one call takes. */
const limitMs = 45_000;
const shownCharacters = 200;

/**
 * Gives a limit to what playwright waits for without one: scripts in the page and in main, and keys. What stands still
 * is then named, and not only the test in which it did.
 */
export function limitCalls(page: Page, app: ElectronApplication | null): void {
  // What is asked of the page itself goes to its frame.
  limit('in the page', page.mainFrame(), ['evaluate', 'evaluateHandle']);
  limit('by keyboard', page.keyboard, ['press', 'type', 'insertText']);
  if (app !== null) limit('in main', app, ['evaluate', 'evaluateHandle', 'firstWindow']);
}

function limit<Target extends object>(
  where: string,
  target: Target,
  methods: readonly (keyof Target & string)[],
): void {
  for (const method of methods) {
    const call: unknown = target[method];
    if (typeof call !== 'function') throw new Error(`${method} is no method`);
    Reflect.set(target, method, (...args: unknown[]) => {
      const what = `${method} ${where}: ${String(args[0]).slice(0, shownCharacters)}`;
      const work: unknown = Reflect.apply(call, target, args);
      return within(what, limitMs, Promise.resolve(work));
    });
  }
}
