import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTranslator } from '../../../../shared/i18n.ts';
import type { Finding } from '../../../../shared/model/report.ts';
import type { Stack } from '../../../../shared/model/stack.ts';
import type { EngineContext } from '../../engine-context.ts';
import { savePolicy } from '../../schedule/policies.ts';
import { pauseSchedule } from '../../schedule/schedule-state.ts';
import { type Night, nightly, openNight, rowsOf } from '../../schedule/testing/night.ts';
import { examineEnvironment, examineSchedule } from './schedule.ts';

let night: Night;
let context: EngineContext;
let stack: Stack;

beforeEach(async () => {
  night = await openNight();
  context = await night.openContext();
  stack = await night.addStack(context);
});
afterEach(async () => {
  await night[Symbol.asyncDispose]();
});

const english = createTranslator('en');
const chinese = createTranslator('zh-CN');
const said = (findings: readonly Finding[], { finding } = english) =>
  findings.map((one) => `${one.state}: ${finding(one)}`);
const good = ['good: The schedules are not paused.', 'good: No planned backup was missed.'];

it('is content without a policy, and while a scheduler runs and the newest backup is young', async () => {
  expect(said(await examineSchedule(context))).toEqual([
    'good: Policies that are on: 0. No stack is overdue.',
    ...good,
  ]);
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-20T03:00:05Z');
  await rowsOf(context, stack);
  expect(said(await examineSchedule(context))).toEqual([
    'good: Policies that are on: 1. No stack is overdue.',
    ...good,
  ]);
});

it('wants attention where policies are on and nothing would run them, or all are paused', async () => {
  await savePolicy(context, stack, null, nightly);
  pauseSchedule(context, null);
  const findings = await examineSchedule(context);
  expect(said(findings)).toEqual([
    expect.stringMatching(/^attention: Policies that are on: 1\. No scheduler runs/u),
    expect.stringMatching(/^attention: All schedules are paused; .* `lifeboat schedule resume`$/u),
    good[1],
  ]);
  expect(said(findings, chinese)).toEqual([
    expect.stringMatching(/^attention: 已启用的策略：1 个。没有计划程序在运行/u),
    expect.stringMatching(/^attention: 所有计划已暂停/u),
    'good: 没有错过计划备份。',
  ]);
});

it('is an alarm when the newest good backup is too old, also when no scheduler ever ran', async () => {
  await savePolicy(context, stack, null, nightly);
  night.now += 27 * 3_600_000;
  expect(said(await examineSchedule(context))).toContain(
    'alarm: shop has had no good backup for 27 h; its policies allow 26 h. Back up now, and see why it was not done by itself.',
  );
  expect(said(await examineSchedule(context), chinese)[0]).toMatch(/^alarm: shop 已有 27 小时没有有效备份/u);
});

it('names what was missed until the next good backup', async () => {
  await savePolicy(context, stack, null, nightly);
  const { beatAt } = night.schedule(context);
  await beatAt('2026-11-21T20:00:00Z');
  const missed = async () => (await examineSchedule(context)).filter(({ check }) => check === 'missed');
  expect(said(await missed())).toEqual([
    'attention: Planned backups of shop that were missed since its newest good one: 2. standard @ 2026-11-21 04:00, standard @ 2026-11-20 04:00',
  ]);
  await beatAt('2026-11-22T03:00:05Z');
  await rowsOf(context, stack);
  expect(said(await missed())).toEqual(['good: No planned backup was missed.']);
});

it('shows which values of the environment are in force', async () => {
  expect(said(await examineEnvironment(context))).toEqual(['good: LIFEBOAT_BACKUP_ENABLED: in force is false.']);
  const env = {
    LIFEBOAT_BACKUP_ENABLED: 'sure',
    LIFEBOAT_BACKUP_DEFAULT_TIMEZONE: 'Europe/Berlin',
    LIFEBOAT_BACKUP_MAX_PARALLEL: '3',
    LIFEBOAT_BACKUP_VERIFY_AFTER_CREATE: 'false',
  };
  const told = await night.openContext(env);
  told.catalog.settings.set('maxParallel', 2);
  expect(said(await examineEnvironment(told))).toEqual([
    'attention: LIFEBOAT_BACKUP_ENABLED is set to sure and not in force. It takes: true | false',
    'good: LIFEBOAT_BACKUP_DEFAULT_TIMEZONE: in force is Europe/Berlin.',
    'good: LIFEBOAT_BACKUP_MAX_PARALLEL: in force is 2.',
    'attention: LIFEBOAT_BACKUP_VERIFY_AFTER_CREATE is set to false and not in force. It takes: true',
  ]);
});
