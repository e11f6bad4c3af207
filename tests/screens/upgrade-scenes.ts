import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComposeStack } from '../support/compose-stack.ts';
import { busyboxImage } from '../support/images.ts';
import type { Panel } from '../support/panel.ts';
import type { Camera } from './camera.ts';

/** A stack whose version is in its `.env`; version 3 does not stay up. */
export const upgradable = {
  compose: `
version: "3.8"
services:
  app:
    image: ${busyboxImage}
    command: ["sh", "-c", "[ \${VERSION} != 3 ] || exit 1; trap 'exit 0' TERM; while :; do sleep 1; done"]
    volumes: ["letters:/data"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
volumes: { letters: {} }
`,
  files: { '.env': 'VERSION=1\n' },
};

/** *Protect an upgrade*: the form, one that is done by hand and kept, and one that is undone. */
export async function shootUpgrade(panel: Panel, shoot: Camera, stack: ComposeStack): Promise<void> {
  const { page, call } = panel;
  const button = (name: string) => page.getByRole('button', { name, exact: true }).first();
  await call('stacks.add', { kind: 'project', project: stack.project });
  await page.getByRole('navigation').getByText(stack.project).click();
  const upgradeTo = async (version: number): Promise<void> => {
    await writeFile(join(stack.folder, '.env'), `VERSION=${version}\n`);
    await stack.compose('up', '--detach');
  };
  const protect = async (version: string): Promise<void> => {
    await button('Protect an upgrade').click();
    await page.getByRole('textbox', { name: 'Version that runs now' }).fill(version);
  };
  await protect('1');
  await shoot(panel, 'upgrade');
  await button('Make the point').click();
  await page.getByText('The point is made.').waitFor({ timeout: 60_000 });
  await shoot(panel, 'upgrade-by-hand');
  await upgradeTo(2);
  await button('Check health').click();
  await page.getByText('The new version is healthy.').waitFor({ timeout: 60_000 });
  await shoot(panel, 'upgrade-waiting');
  await button('Roll back now').click();
  await page.getByRole('alertdialog').waitFor();
  await shoot(panel, 'upgrade-back');
  await page.keyboard.press('Escape');
  await button('Keep the new version').click();
  await page.getByText(/^Point before the last upgrade/u).waitFor();
  await shoot(panel, 'upgrade-kept');

  await protect('2');
  await button('Make the point').click();
  await page.getByText('The point is made.').waitFor({ timeout: 60_000 });
  await upgradeTo(3);
  await button('Check health').click();
  await page.getByText('The new version did not become healthy').waitFor({ timeout: 120_000 });
  await button('Release…').waitFor({ timeout: 60_000 });
  await shoot(panel, 'upgrade-undone');
}
