import { sambaUser, type Samba } from '../support/samba.ts';
import type { Panel } from '../support/panel.ts';
import type { Camera } from './camera.ts';

interface ReplicaParts {
  readonly samba: Samba;
  /** A folder on this machine for copies. */
  readonly folder: string;
}

/** The Replica tab of the sample: empty, the dialog with a stage that fails and with all, two targets, one of them away. */
export async function shootReplica(panel: Panel, shoot: Camera, { samba, folder }: ReplicaParts): Promise<void> {
  const { page, call, jobEnd } = panel;
  const button = (name: string) => page.getByRole('button', { name, exact: true }).first();
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const sample = await call('stacks.add', { kind: 'sample' });
  const request = { stack: sample.id, type: 'manual', mode: 'cold', images: false, format: 'zstd', level: 3 } as const;
  await page.getByRole('navigation').getByText(sample.name).click();
  await page.getByRole('tab', { name: 'Replica' }).click();
  await button('Add a target…').waitFor();
  await shoot(panel, 'replica-empty');

  await button('Add a target…').click();
  await page.getByRole('dialog').locator('label').filter({ hasText: 'Mounted Windows share' }).click();
  await button('It is not mounted yet').click();
  await field('Server').fill('nas.example.org');
  await field('Share').fill('backups');
  await field('User').fill(sambaUser.user);
  await button('Copy commands').scrollIntoViewIfNeeded();
  await shoot(panel, 'replica-mount');
  await page
    .getByRole('dialog')
    .locator('label')
    .filter({ hasText: /^Windows share/u })
    .click();
  await field('Server').fill('127.0.0.1');
  await field('Share').fill('share');
  await field('User').fill(sambaUser.user);
  await field('Password').fill('wrong');
  await button('More choices').click();
  await field('Port').fill(String(samba.port));
  await field('Name').fill('NAS');
  await shoot(panel, 'replica-add');
  await button('Test connection').click();
  await page.getByRole('dialog').getByRole('alert').scrollIntoViewIfNeeded();
  await shoot(panel, 'replica-test-failed');
  await field('Password').fill(sambaUser.password);
  await button('Test connection').click();
  await page.getByText(/^Everything went well/u).scrollIntoViewIfNeeded();
  await shoot(panel, 'replica-test');
  await button('Add the target').click();
  await page.getByRole('heading', { name: 'NAS' }).waitFor();
  await panel.answerDialogs(folder);
  const chosen = await call('path.choose', { purpose: 'replica' });
  await call('replicas.add', {
    stack: sample.id,
    place: { kind: 'folder', path: chosen?.token ?? '', sameDevice: true },
    password: null,
    settings: { name: 'USB disk', required: false, limit: 50_000_000, retention: { days: 30, count: 7 } },
  });
  for (let n = 0; n < 2; n += 1) await jobEnd(await call('backups.start', request));
  await samba.kill();
  await jobEnd(await call('backups.start', request));
  await page.getByText(/^1 backup waits/u).waitFor();
  await shoot(panel, 'stack-replica');
  await page.getByRole('heading', { name: 'USB disk' }).scrollIntoViewIfNeeded();
  await button('What is on it').waitFor();
  await page.getByRole('button', { name: 'What is on it' }).last().click();
  await page.getByRole('table', { name: 'Packs on USB disk' }).scrollIntoViewIfNeeded();
  await shoot(panel, 'stack-replica-packs');
  await page.getByRole('tab', { name: 'Backups' }).click();
  await page.getByRole('grid').waitFor();
  await shoot(panel, 'stack-replicated');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('dialog').getByText('Replicas').scrollIntoViewIfNeeded();
  await shoot(panel, 'backup-replicas');
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').getByRole('button', { name: /^Jobs/u }).click();
  await page
    .getByText(/replication to NAS failed/u)
    .last()
    .waitFor();
  await shoot(panel, 'jobs-warning');
  await page.keyboard.press('Escape');
  const [, disk] = await call('replicas.list', { stack: sample.id });
  const slow = { name: 'USB disk', required: false, limit: 100, retention: { days: 30, count: 7 } };
  await call('replicas.change', { replica: disk?.id ?? '', settings: slow });
  await samba.start();
  const begun = await call('backups.start', request);
  await page.getByText(/^Replicating \d+ of \d+$/u).waitFor();
  await shoot(panel, 'stack-replicating');
  await call('jobs.cancel', { job: begun.jobId });
  await jobEnd(begun);
}
