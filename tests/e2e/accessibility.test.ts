import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { openPanel } from '../support/panel.ts';
import { runCli } from '../support/cli.ts';
import { tempHome } from '../support/temp-home.ts';

/** WCAG 2.2 AA, with all that it builds on. */
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds wrong on the page as it is now, by rule and place. */
async function violations(page: Page): Promise<string[]> {
  // Electron opens no second page, which axe would otherwise put its findings together in.
  const { violations: found } = await new AxeBuilder({ page }).withTags(levels).setLegacyMode().analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id} ${String(target)} ${any[0]?.message ?? ''}`),
  );
}

test.for(['light', 'dark'] as const)('every page has names, roles and contrast: %s', async (theme) => {
  await using home = await tempHome();
  await runCli(['sample'], { home: home.path });
  await runCli(['backup', 'sample'], { home: home.path });
  await using panel = await openPanel({ home: home.path });
  await panel.call('panel.set', { theme });
  await panel.page.locator(`html[data-theme=${theme}]`).waitFor();
  const found: string[] = [];
  for (const name of ['Overview', 'Health', 'Settings', 'sample', 'Jobs']) {
    await panel.page.getByRole('navigation').getByRole('button', { name }).click();
    await panel.page.waitForTimeout(500);
    found.push(...(await violations(panel.page)).map((fault) => `${name}: ${fault}`));
  }
  expect(found).toEqual([]);
  expect(panel.faults).toEqual([]);
});
