import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { type DatabaseStack, startDatabaseStack } from '../support/database-stack.ts';
import { openPanel, type Panel } from '../support/panel.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const { text } = createTranslator('en');
const host = inject('dockerHost');
const inMode = (mode: 'cold' | 'hot', treatment: 'dumped' | 'in-dump' | 'in-volume' | 'left-out' | 'copied'): string =>
  text('panel.stack.coverage.inMode', {
    mode: text(`panel.backup.modes.${mode}`),
    treatment: text(`words.treatment.${treatment}`),
  });

describe('the databases of a stack in the panel', () => {
  const resources = new AsyncDisposableStack();
  let app: DatabaseStack;
  let home: TempHome;
  beforeAll(async () => {
    app = resources.use(await startDatabaseStack(host, 'postgresql'));
    home = resources.use(await tempHome());
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  const open = () => openPanel({ home: home.path, env: { DOCKER_HOST: host } });
  const tab = async ({ page }: Panel, name: 'coverage' | 'settings' | 'backups'): Promise<void> => {
    await page.getByRole('navigation').getByText(app.stack.project).click();
    await page.getByRole('tab', { name: text(`panel.stack.tabs.${name}`) }).click();
  };
  /** What *Coverage* says of a source. */
  const covered = async ({ page }: Panel, source: string): Promise<string> => {
    const row = page.getByRole('table').getByRole('row').filter({ hasText: source });
    return (await row.innerText()).replaceAll(/\s+/gu, ' ');
  };

  test('are seen, can be left out for good, and are dumped into a hot backup', async () => {
    {
      await using panel = await open();
      await panel.call('stacks.add', { kind: 'project', project: app.stack.project });
      await tab(panel, 'coverage');
      for (const database of ['shop', 'wiki']) {
        const said = await covered(panel, `db/${database}`);
        expect(said).toContain('PostgreSQL 15');
        expect(said).toContain(inMode('hot', 'dumped'));
        expect(said).toContain(inMode('cold', 'in-volume'));
      }
      const files = await covered(panel, `${app.stack.project}_files`);
      expect(files).toContain(inMode('hot', 'in-dump'));
      expect(files).toContain(inMode('cold', 'copied'));
      await tab(panel, 'settings');
      await panel.page.getByRole('checkbox', { name: /^database\/db\/wiki/u }).uncheck({ force: true });
      await panel.page.getByRole('button', { name: text('panel.stack.settings.backupSave') }).click();
      await until('it is saved', async () => {
        const [stack] = await panel.call('stacks.list');
        return stack?.backup.leftOut.includes('database/db/wiki') === true ? true : null;
      });
      expect(panel.faults).toEqual([]);
    }
    await using panel = await open();
    const { page } = panel;
    await tab(panel, 'coverage');
    await page.getByText(text('panel.stack.coverage.notDumped')).waitFor();
    const left = await covered(panel, 'db/wiki');
    expect(left).toContain(inMode('hot', 'left-out'));
    expect(left).toContain(inMode('cold', 'in-volume'));
    await page
      .getByRole('button', { name: text('panel.stack.backUp') })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    const hot = new RegExp(`^${text('panel.backup.modes.hot')}`, 'u');
    await dialog.getByRole('radio', { name: hot }).check({ force: true });
    await dialog.getByText(text('panel.backup.inDump', { sources: 'volume/files' })).waitFor();
    await dialog.getByText(text('panel.backup.notIn', { sources: 'database/db/wiki' })).waitFor();
    await dialog.getByRole('button', { name: text('panel.backup.act', { stack: app.stack.project }) }).click();
    await tab(panel, 'backups');
    await page.getByRole('grid').getByText('Verified').waitFor({ timeout: 60_000 });

    const [stack] = await panel.call('stacks.list');
    const [backup] = await panel.call('backups.list', { stack: stack?.id ?? '' });
    expect(backup).toMatchObject({ mode: 'hot', verified: true, stopWindowMs: null });
    expect(await readdir(join(backup?.path ?? '', 'db'))).toContain('db.postgresql.shop.sql.zst');
    const data = backup?.sources.flatMap(({ id, kind }) => (kind === 'config' ? [] : id));
    expect(data).toEqual(['database/db/shop', 'volume/other']);
    expect(panel.faults).toEqual([]);
  });
});
