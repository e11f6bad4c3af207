import { expect, it } from 'vitest';
import { createTranslator } from '../../../../shared/i18n.ts';
import type { ErrorReport } from '../../../../shared/errors.ts';
import { upgradeOf } from '../../../../shared/stack/testing/upgrade-of.ts';
import { isoTime } from '../../clock.ts';
import { localTime } from '../../local-time.ts';
import { makeEngine } from '../testing/engine-fixture.ts';
import { examineUpgrades } from './upgrades.ts';

const reason: ErrorReport = {
  code: 'UPGRADE_NOT_BACK',
  params: { stack: 'shop', job: 'u', cause: 'UPGRADE_IMAGE_GONE', images: 'app:1', manual: '–' },
};

it('names upgrades that wait, until when, and those that could not be undone', async () => {
  await using engine = await makeEngine();
  const { context, stack } = engine;
  const said = async (language: 'en' | 'zh-CN' = 'en') =>
    (await examineUpgrades(context)).map((one) => `${one.state}: ${createTranslator(language).finding(one)}`);
  expect(await said()).toEqual(['good: No guarded upgrade waits for a word, and none is stuck.']);

  const until = context.clock() + 1_200_000;
  const createdAt = isoTime(context.clock() - 60_000);
  context.catalog.upgrades.insert(
    upgradeOf({ id: 'u', stackId: stack.id, state: 'confirming', createdAt, until: isoTime(until) }),
  );
  const time = localTime.format(until);
  expect(await said()).toEqual([
    `attention: An upgrade of shop is guarded (healthy, waiting for your word, until ${time}). Unless it is kept (\`lifeboat upgrade-confirm u\`), everything goes back.`,
  ]);
  expect(await said('zh-CN')).toEqual([
    `attention: shop 的升级受保护（健康，等待你的答复，截至 ${time}）。如果没有保留新版本（\`lifeboat upgrade-confirm u\`），一切将恢复到升级之前。`,
  ]);

  context.catalog.upgrades.update('u', { until: isoTime(context.clock() - 1000) });
  expect(await said()).toEqual([
    'alarm: The upgrade u of shop could not be undone: The process that ran this job ended before the job did. Put that right, then run `lifeboat upgrade-rollback u`.',
  ]);

  context.catalog.upgrades.update('u', { state: 'failed', until: null, reason, endedAt: createdAt });
  expect(await said()).toEqual([
    'alarm: The upgrade u of shop could not be undone: These images are not on this machine any more, and no layers of them are in the point: app:1. The old version cannot run without them. Put that right, then run `lifeboat upgrade-rollback u`.',
  ]);
  expect(await said('zh-CN')).toEqual([expect.stringMatching(/^alarm: shop 的升级 u 无法撤销：.*app:1.*请排除原因/u)]);
});
