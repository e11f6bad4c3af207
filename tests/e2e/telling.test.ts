import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signatureOf } from '../../electron/core/alarms/webhook.ts';
import { startWebhookServer } from '../../electron/core/alarms/testing/webhook-server.ts';
import { openPanel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';

test('a webhook is set, tested and turned off in the window; its secret is where it belongs and nowhere else', async () => {
  await using home = await tempHome();
  await using hook = await startWebhookServer();
  await using panel = await openPanel({ home: home.path, env: { LIFEBOAT_SECRETS: 'key-file' } });
  const { page } = panel;
  const button = (name: string) => page.getByRole('button', { name });
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await button('Set up…').first().click();
  await page.getByLabel('Address').fill('http://hooks.example/x');
  await button('Save').click();
  await page.getByRole('alert').getByText('could be read and changed by anybody').waitFor();
  await page.getByLabel('Address').fill(hook.url);
  await page.getByLabel('Secret for signatures').fill('canary-of-the-window');
  await button('Save').click();
  await page.getByText('Messages are signed.').waitFor();

  await button('Send test').click();
  await page.getByText('The server took the test message.').waitFor();
  const [got] = hook.received;
  const timestamp = String(got?.headers['x-lifeboat-timestamp']);
  expect(got?.headers['x-lifeboat-signature']).toBe(signatureOf('canary-of-the-window', timestamp, got?.body ?? ''));

  hook.answerWith(500);
  await button('Send test').click();
  await page.getByRole('alert').getByText('was reached and refused the message: 500').waitFor();
  await page.getByText(/given up/u).waitFor();
  expect(JSON.stringify(await panel.call('notifications.get'))).not.toContain('canary');
  expect(await holders(home.path, 'canary-of-the-window')).toEqual(['secrets.json']);

  await button('Change…').click();
  await button('Turn off').click();
  await page.getByText('Nobody is told this way.').nth(1).waitFor();
  expect(await holders(home.path, 'canary-of-the-window')).toEqual([]);
  expect(panel.faults).toEqual([]);
});

/** Names of Lifeboat's files that hold `text`. */
async function holders(home: string, text: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    // Chromium's own files come and go.
    const content = await readFile(join(entry.parentPath, entry.name), 'latin1').catch(() => '');
    if (content.includes(text)) names.push(entry.name);
  }
  return names;
}
