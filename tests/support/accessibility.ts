import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/** One element that a screen reader or a weak eye would have trouble with. */
export interface Violation {
  /** Axe's name of the rule. */
  readonly id: string;
  readonly html: string;
  readonly failureSummary: string | undefined;
}

/** Puts nothing into a page that has axe already. */
const none = { axeSource: 'void 0' };

/** What axe finds wrong with a page as it is now; of all its rules when `tags` names none. */
export async function violationsOf(page: Page, tags: readonly string[] = []): Promise<readonly Violation[]> {
  // To put axe there takes ten times as long as to ask it: each time anew, it was most of a test on a busy machine.
  const isThere = await page.evaluate<boolean>(`'axe' in window`);
  const axe = new AxeBuilder({ page, ...(isThere ? none : {}) }).setLegacyMode();
  const { violations } = await (tags.length === 0 ? axe : axe.withTags([...tags])).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })));
}
