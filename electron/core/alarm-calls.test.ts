import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Telling } from '../../shared/model/fault.ts';
import { startMailServer } from './alarms/testing/mail-server.ts';
import { startWebhookServer } from './alarms/testing/webhook-server.ts';
import type { Engine } from './engine-api.ts';
import { createEngine } from './engine.ts';

const minute = 60_000;
let directory: string;
let home: string;
let now: number;
let engine: Engine;
let storage: string;

async function open(): Promise<Engine> {
  return createEngine({
    home,
    env: { DOCKER_HOST: 'unix:///nowhere/docker.sock', LIFEBOAT_SECRETS: 'key-file' },
    clock: () => now,
  });
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lifeboat-alarms-'));
  home = join(directory, 'home');
  now = Date.parse('2026-11-20T04:00:00.000Z');
  engine = await open();
  const stack = await engine.addStack({
    folders: [import.meta.dirname],
    name: 'shop',
    storage: join(directory, 'nas'),
  });
  ({ storage } = stack);
});

afterEach(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

const unplug = () => rename(storage, `${storage}.away`);
const plug = () => rename(`${storage}.away`, storage);

async function lookAt(minutes: number): Promise<void> {
  now += minutes * minute;
  await engine.lookAndTell();
}

const webhookTo = (url: string) => ({ webhook: { url, allowPlain: false } });
const mailTo = (port: number, user: string | null = null) => ({
  email: {
    host: 'localhost',
    port,
    security: 'none' as const,
    allowPlain: false,
    user,
    from: 'lifeboat@example.org',
    to: ['me@example.org'],
  },
});

describe('telling people', () => {
  it('tells a fault once by every channel, signed, and again after a day', async () => {
    await using hook = await startWebhookServer();
    await using mail = await startMailServer({ authOptional: true });
    await engine.setNotifications({ ...webhookTo(hook.url), webhookSecret: 'shared', ...mailTo(mail.port) });
    await lookAt(0);
    expect(hook.received).toEqual([]);
    await unplug();
    for (let at = 0; at < 10; at += 1) await lookAt(1);
    expect(hook.received).toHaveLength(1);
    expect(mail.mails).toHaveLength(1);
    expect(JSON.parse(hook.received[0]?.body ?? '')).toMatchObject({
      event: 'alarm',
      title: 'Lifeboat: alarm for shop',
      faults: [{ kind: 'storage-gone', stack: 'shop', code: 'STORAGE_UNWRITABLE' }],
    });
    expect(hook.received[0]?.headers['x-lifeboat-signature']).toMatch(/^sha256=[0-9a-f]{64}$/u);
    expect(mail.mails[0]?.text).toContain('Subject: Lifeboat: alarm for shop');
    await lookAt(24 * 60);
    expect(hook.received).toHaveLength(2);
  });

  it('tells its end only where that was asked for', async () => {
    await using hook = await startWebhookServer();
    await engine.setNotifications(webhookTo(hook.url));
    await unplug();
    await lookAt(1);
    await plug();
    await lookAt(1);
    expect(hook.received).toHaveLength(1);
    await engine.setLanguage('zh-CN');
    await engine.setNotifications({ successNotes: true });
    await unplug();
    await lookAt(120);
    await plug();
    await lookAt(1);
    const said = hook.received.map(({ body }) => z.json().parse(JSON.parse(body)));
    expect(said).toMatchObject([
      { event: 'alarm' },
      { event: 'alarm' },
      { event: 'over', title: 'Lifeboat：shop 已恢复正常' },
    ]);
  });

  it('tries again by the rule, with the same id, until it arrives, after a restart too', async () => {
    await using hook = await startWebhookServer();
    hook.answerWith(500);
    await engine.setNotifications(webhookTo(hook.url));
    await unplug();
    await lookAt(0);
    await lookAt(0.5);
    expect(hook.received).toHaveLength(1);
    await lookAt(0.5);
    expect(hook.received).toHaveLength(2);
    expect((await engine.notifications()).last.webhook).toMatchObject({
      state: 'waiting',
      attempts: 2,
      error: { code: 'NOTIFY_REFUSED' },
    });
    await engine.close();
    engine = await open();
    hook.answerWith(200);
    await lookAt(5);
    await lookAt(5);
    expect(hook.received).toHaveLength(3);
    expect(new Set(hook.received.map(({ headers }) => headers['x-lifeboat-id'])).size).toBe(1);
    expect((await engine.notifications()).last.webhook).toMatchObject({ state: 'delivered', attempts: 3, error: null });
  });

  it('gives up after the last attempt, says so in doctor, and holds nothing else up', async () => {
    await using hook = await startWebhookServer();
    hook.answerWith(500);
    await engine.setNotifications(webhookTo(hook.url));
    await unplug();
    await lookAt(0);
    await plug();
    const states = [];
    for (const pause of [1, 5, 30, 120, 360, 600]) {
      const finding = (await engine.doctor()).find(({ check }) => check === 'notifications');
      states.push(finding?.state);
      await lookAt(pause);
    }
    expect(hook.received).toHaveLength(6);
    expect(states).toEqual(['attention', 'attention', 'attention', 'attention', 'attention', 'alarm']);
    expect((await engine.notifications()).last.webhook).toMatchObject({ state: 'given-up', attempts: 6 });
  });

  it('does not let a silent channel delay another, or the end of the program', async () => {
    await using hook = await startWebhookServer();
    await using mail = await startMailServer({ authOptional: true });
    hook.answerWith(null);
    await engine.setNotifications({ ...webhookTo(hook.url), ...mailTo(mail.port) });
    await unplug();
    const began = performance.now();
    const look = engine.lookAndTell();
    while ((await engine.notifications()).last.email?.state !== 'delivered')
      await new Promise((resolve) => setImmediate(resolve));
    const again = engine.lookAndTell();
    await engine.close();
    await Promise.all([look, again]);
    expect(performance.now() - began).toBeLessThan(10_000);
    engine = await open();
    hook.answerWith(200);
    await lookAt(1);
    expect(hook.received.map(({ headers }) => headers['x-lifeboat-id'])).toHaveLength(2);
    expect(mail.mails).toHaveLength(1);
  });

  it('tells listeners what it tells, also where no channel is set', async () => {
    const heard: Telling[] = [];
    const quiet = engine.onAlarm((telling) => heard.push(telling));
    await unplug();
    await lookAt(0);
    await lookAt(1);
    expect(heard).toMatchObject([{ faults: [{ kind: 'storage-gone', stack: 'shop' }], over: [], successes: [] }]);
    quiet();
    await lookAt(24 * 60);
    expect(heard).toHaveLength(1);
  });

  it('knows since when, and changes nothing by being asked', async () => {
    await unplug();
    await lookAt(0);
    now += minute;
    expect(await engine.alarms()).toMatchObject([{ kind: 'storage-gone', since: '2026-11-20T04:00:00.000Z' }]);
    await plug();
    expect(await engine.alarms()).toEqual([]);
  });

  it('tells once when two processes look at once', async () => {
    await using hook = await startWebhookServer();
    await engine.setNotifications(webhookTo(hook.url));
    const other = await open();
    await unplug();
    await Promise.all([engine.lookAndTell(), other.lookAndTell(), engine.lookAndTell()]);
    await other.close();
    expect(hook.received).toHaveLength(1);
  });

  it('forgets what waits for a channel that was taken away', async () => {
    await using hook = await startWebhookServer();
    hook.answerWith(500);
    await engine.setNotifications({ ...webhookTo(hook.url), webhookSecret: 'shared' });
    await unplug();
    await lookAt(0);
    await engine.setNotifications({ webhook: null });
    await engine.setNotifications(webhookTo(hook.url));
    await lookAt(10);
    expect(hook.received).toHaveLength(1);
    expect((await engine.notifications()).settings.webhookSigned).toBe(false);
  });
});

describe('a test message', () => {
  it('really goes out, and what became of it counts', async () => {
    await using hook = await startWebhookServer();
    await expect(engine.testNotification('webhook')).rejects.toMatchObject({ code: 'NOTIFY_NOT_SET' });
    await engine.setNotifications(webhookTo(hook.url));
    await engine.testNotification('webhook');
    expect(JSON.parse(hook.received[0]?.body ?? '')).toMatchObject({ event: 'test', faults: [] });
    hook.answerWith(403);
    await expect(engine.testNotification('webhook')).rejects.toMatchObject({ code: 'NOTIFY_REFUSED' });
    expect((await engine.notifications()).last.webhook).toMatchObject({ state: 'given-up' });
  });

  it('is not sent without the secret that should be there', async () => {
    await using hook = await startWebhookServer();
    await engine.setNotifications({ ...webhookTo(hook.url), webhookSecret: 'shared' });
    await rm(join(home, 'secrets.json'));
    await expect(engine.testNotification('webhook')).rejects.toMatchObject({ code: 'SECRET_GONE' });
    expect(hook.received).toEqual([]);
  });
});

describe('settings of channels', () => {
  it.each([
    [{ webhook: { url: 'http://hooks.example/x', allowPlain: false } }, 'NOTIFY_PLAIN'],
    [{ email: { ...mailTo(25).email, host: 'mail.example' } }, 'NOTIFY_PLAIN'],
    [mailTo(25, 'user'), 'NOTIFY_PASSWORD_MISSING'],
  ])('%j is refused with %s, and nothing is kept', async (change, code) => {
    const before = await engine.notifications();
    await expect(engine.setNotifications({ ...change, webhookSecret: 'x' })).rejects.toMatchObject({ code });
    expect(await engine.notifications()).toEqual(before);
    expect(await readdir(home)).not.toContain('secrets.json');
  });

  it('keep a password until it is taken away, or its user', async () => {
    await engine.setNotifications({ ...mailTo(25, 'user'), emailPassword: 'p' });
    await engine.setNotifications(mailTo(26, 'user'));
    expect((await engine.notifications()).emailPassword).toBe(true);
    await expect(engine.setNotifications({ emailPassword: null })).rejects.toMatchObject({
      code: 'NOTIFY_PASSWORD_MISSING',
    });
    await engine.setNotifications(mailTo(26, null));
    expect((await engine.notifications()).emailPassword).toBe(false);
  });
});

it('no secret is in any file but the one that keeps it, nor in the arguments or the environment', async () => {
  await using hook = await startWebhookServer();
  await using mail = await startMailServer({ password: 'other', authOptional: true });
  const canaries = [`canary-${randomUUID()}`, `canary-${randomUUID()}`] as const;
  await engine.setNotifications({
    ...webhookTo(hook.url),
    webhookSecret: canaries[0],
    ...mailTo(mail.port, 'user'),
    emailPassword: canaries[1],
  });
  hook.answerWith(500);
  await unplug();
  for (const pause of [0, 1, 5]) await lookAt(pause);
  await engine.testNotification('email').catch(() => undefined);
  await engine.doctor();
  const files = await readdir(home, { recursive: true, withFileTypes: true });
  const holding = [];
  for (const file of files.filter((entry) => entry.isFile())) {
    const content = await readFile(join(file.parentPath, file.name), 'latin1');
    if (canaries.some((canary) => content.includes(canary))) holding.push(file.name);
  }
  expect(holding).toEqual(['secrets.json']);
  const log = await readFile(join(home, 'logs', 'lifeboat.log'), 'utf8');
  expect(log).toContain('a message was not delivered');
  // The path of a webhook is a secret often enough.
  expect(log).not.toContain('secret-path');
  expect(JSON.stringify([process.argv, process.env])).not.toMatch(new RegExp(canaries.join('|'), 'u'));
});
