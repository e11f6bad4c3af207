import { expect, test } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { violationsOf } from '../support/accessibility.ts';
import { spendNights, withoutCatchUp } from '../support/nights.ts';
import { openPanel, type Panel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const { text } = createTranslator('en');

function at({ page }: Panel) {
  return {
    light: (name: string) =>
      page.getByRole('navigation').getByRole('button', { name: 'photos' }).getByRole('img', { name }),
    card: page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'photos' }) }),
    note: page.getByRole('status').filter({ hasText: text('panel.overview.troubled.title') }),
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    /** Rejects with what a screen reader or a weak eye would miss. */
    look: async (screen: string): Promise<void> => {
      for (const theme of ['dark', 'light']) {
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
        expect(await violationsOf(page), `${screen}, ${theme}`).toEqual([]);
      }
    },
  };
}

test('the morning after missed nights: red and why, told until it was read, over with a good backup', async () => {
  await using home = await tempHome();
  await spendNights(home, ['good', 'failed', 'good', 'missed', 'missed'], withoutCatchUp);
  {
    await using panel = await openPanel({ home: home.path });
    const { light, card, note, button, look } = at(panel);
    await light(text('panel.light.overdue')).waitFor();
    await panel.page
      .getByRole('heading', { level: 1, name: text('panel.overview.summary.overdue', { stack: 'photos' }) })
      .waitFor();
    await card.getByText(/^No good backup for \d+ [hd]; the schedule allows 26 h\.$/u).waitFor();
    await card.getByText(/^Next backup (?:today|tonight|tomorrow|on \S+) 0[34]:00$/u).waitFor();
    const strip = card.getByRole('list', { name: text('panel.schedule.nights', { count: 14 }) });
    const nights = await strip.getByRole('listitem').allInnerTexts();
    expect(nights).toHaveLength(14);
    expect(nights.flatMap((night) => /(?:backed up|failed|missed)$/u.exec(night)?.[0] ?? []).slice(0, 5)).toEqual([
      'backed up',
      'failed',
      'backed up',
      'missed',
      'missed',
    ]);
    await note.getByText(/^photos, \d{4}-\d\d-\d\d 0[34]:00: It was missed: .* And \d+ more before it\.$/u).waitFor();
    const twice = card.getByText(/planned runs made no backup/u);
    expect(await twice.count()).toBe(0);
    await look('overview');

    // By keyboard: to the schedule, back, and put away.
    await button(text('panel.overview.troubled.open', { stack: 'photos' })).press('Enter');
    await panel.page.getByRole('table', { name: text('panel.schedule.past') }).waitFor();
    await panel.page
      .getByRole('navigation')
      .getByRole('button', { name: text('panel.frame.overview') })
      .press('Enter');
    await button(text('panel.overview.troubled.read')).press('Enter');
    await note.waitFor({ state: 'detached' });
    await twice.waitFor();
    expect(panel.faults).toEqual([]);
  }
  await using panel = await openPanel({ home: home.path });
  const { light, card, note } = at(panel);
  await light(text('panel.light.overdue')).waitFor();
  expect(await note.count()).toBe(0);
  const [stack] = await panel.call('stacks.list');
  expect(stack?.schedule.troubled.length).toBeGreaterThan(0);
  await panel.jobSucceeds(
    await panel.call('backups.start', {
      stack: stack?.id ?? '',
      type: 'manual',
      mode: 'hot',
      images: false,
      format: 'zstd',
      level: 3,
    }),
  );
  await light(text('panel.light.good')).waitFor();
  await card.getByText('Last good backup just now.').waitFor();
  expect(panel.faults).toEqual([]);
});

test('a pause is told on every page until it is ended there', async () => {
  await using home = await tempHome();
  await spendNights(home, ['good'], withoutCatchUp);
  await using panel = await openPanel({ home: home.path });
  const { page } = panel;
  const { card, button, look } = at(panel);
  await panel.call('schedule.pause', { until: null });
  await page.getByText(text('panel.schedule.pausing.untilResumed')).waitFor();
  await card.getByText(text('panel.overview.nextPaused')).waitFor();
  await look('paused');
  await page
    .getByRole('navigation')
    .getByRole('button', { name: text('panel.frame.health') })
    .click();
  await page.getByText(text('panel.schedule.pausing.untilResumed')).waitFor();
  await button(text('panel.schedule.pausing.resume')).press('Enter');
  await page.getByText(text('panel.schedule.pausing.untilResumed')).waitFor({ state: 'detached' });
  expect((await panel.call('schedule.state')).paused).toBeNull();
  expect(panel.faults).toEqual([]);
});

test('the tray names each stack, and pauses and resumes', async () => {
  await using home = await tempHome();
  await spendNights(home, ['good'], withoutCatchUp);
  await using panel = await openPanel({ home: home.path });
  await listenToMenus(panel);
  const chinese = createTranslator('zh-CN');
  // A menu that says the same is not made anew.
  await panel.call('panel.set', { language: 'zh-CN' });
  const backUp = chinese.text('desktop.tray.backUp', { mark: '', stack: 'photos' }).trim();
  await until('the menu is told', async () => ((await shows(panel, backUp)) ? true : null));
  expect(await shows(panel, chinese.text('desktop.tray.pause'))).toBe(true);
  await choose(panel, chinese.text('panel.schedule.pausing.resumed'));
  await until('it is paused', async () => (await panel.call('schedule.state')).paused);
  await until('the menu resumes', async () =>
    (await shows(panel, chinese.text('desktop.tray.resume'))) ? true : null,
  );
  await choose(panel, chinese.text('desktop.tray.resume'));
  await until('it is resumed', async () => ((await panel.call('schedule.state')).paused === null ? true : null));
  await until('the menu offers a backup', async () => ((await shows(panel, backUp)) ? true : null));
  const { id = '' } = (await panel.call('stacks.list'))[0] ?? {};
  for (const policy of await panel.call('policies.list', { stack: id })) {
    const { token } = await panel.call('policies.askRemove', { policy: policy.id });
    await panel.call('policies.remove', { token });
  }
  await until('nothing is left to pause', async () =>
    (await shows(panel, chinese.text('desktop.tray.pause'))) ? null : true,
  );
  await choose(panel, backUp);
  await until('a second backup is good', async () => {
    const [stack] = await panel.call('stacks.list');
    return stack?.backups === 2 && stack.openJob === null ? true : null;
  });
});

/** No test can see a tray: what main builds for it is kept in main, where `shows` and `choose` find it. */
async function listenToMenus({ app }: Panel): Promise<void> {
  await app.evaluate(({ Menu }) => {
    const build = Menu.buildFromTemplate.bind(Menu);
    Menu.buildFromTemplate = (template) => {
      const menu = build(template);
      Reflect.set(
        globalThis,
        'lastMenu',
        menu.items.flatMap((item) => [item, ...(item.submenu?.items ?? [])]),
      );
      return menu;
    };
  });
}

/** Whether the menu has an item with this end. */
async function shows({ app }: Panel, end: string): Promise<boolean> {
  return app.evaluate((_electron, wanted) => {
    const items: unknown = Reflect.get(globalThis, 'lastMenu');
    return Array.isArray(items) && items.some(({ label }: { readonly label: string }) => label.endsWith(wanted));
  }, end);
}

async function choose({ app }: Panel, end: string): Promise<void> {
  await app.evaluate((_electron, wanted) => {
    const items: unknown = Reflect.get(globalThis, 'lastMenu');
    if (!Array.isArray(items)) throw new Error('no menu was built');
    const item: unknown = items.find(({ label }: { readonly label: string }) => label.endsWith(wanted));
    if (typeof item !== 'object' || item === null) throw new Error(`the menu has no ${wanted}`);
    const click: unknown = Reflect.get(item, 'click');
    if (typeof click === 'function') Reflect.apply(click, item, []);
  }, end);
}
