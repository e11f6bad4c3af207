import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTranslator } from '../../../../shared/i18n.ts';
import type { Finding } from '../../../../shared/model/report.ts';
import { makeEngine } from '../testing/engine-fixture.ts';
import { addFolderReplica } from '../testing/replica-fixture.ts';
import { examineReplicas } from './replicas.ts';

const said = (findings: readonly Finding[], language: 'en' | 'zh-CN' = 'en') =>
  findings.map((finding) => `${finding.state}: ${createTranslator(language).finding(finding)}`);

it('is content without a target, and with one that is there', async () => {
  await using engine = await makeEngine();
  expect(said(await examineReplicas(engine.context))).toEqual([
    'good: Replicas that are there, with nothing waiting: 0.',
  ]);
  await addFolderReplica(engine);
  expect(said(await examineReplicas(engine.context))).toEqual([
    'good: Replicas that are there, with nothing waiting: 1. shop/disk: –',
  ]);
  await engine.backUp();
  expect(said(await examineReplicas(engine.context))[0]).toMatch(
    /waiting: 1\. shop\/disk: \d{4}-\d\d-\d\d \d\d:\d\d UTC$/u,
  );
});

it('wants attention for one that is gone, with why and what waits; it is an alarm when no backup begins without it', async () => {
  await using engine = await makeEngine();
  const { folder, replica } = await addFolderReplica(engine);
  await rename(folder, `${folder}-away`);
  await engine.backUp();
  expect(said(await examineReplicas(engine.context))).toEqual([
    `attention: shop/disk wants attention. Last verified copy: –; waiting: 1. ${folder} is not there on the replica.`,
  ]);
  engine.context.catalog.replicas.update(replica.id, { required: true });
  const [finding] = await examineReplicas(engine.context);
  expect(finding?.state).toBe('alarm');
  expect(said(finding === undefined ? [] : [finding], 'zh-CN')[0]).toContain(folder);
});

it('tells one that is another', async () => {
  await using engine = await makeEngine();
  const { folder } = await addFolderReplica(engine);
  await rm(join(folder, '.lifeboat-replica.json'));
  expect(said(await examineReplicas(engine.context))[0]).toContain('.lifeboat-replica.json is missing');
});
