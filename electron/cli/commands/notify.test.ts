import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NotificationChange, NotificationView } from '../../../shared/model/notification.ts';
import { AppError } from '../../core/errors.ts';
import { fakeEngine } from '../testing/fake-engine.ts';
import { person } from '../testing/person.ts';
import { runLine } from '../testing/run-line.ts';

const view: NotificationView = {
  settings: {
    language: 'en',
    successNotes: false,
    webhook: { url: 'https://hooks.example/x', allowPlain: false },
    webhookSigned: true,
    email: {
      host: 'mail.example',
      port: 587,
      security: 'starttls',
      allowPlain: false,
      user: 'me',
      from: 'a@example.org',
      to: ['b@example.org', 'c@example.org'],
    },
  },
  secrets: 'key-file',
  emailPassword: true,
  last: {
    webhook: { channel: 'webhook', state: 'delivered', attempts: 1, at: '2026-11-20T09:00:00.000Z', error: null },
    email: {
      channel: 'email',
      state: 'given-up',
      attempts: 6,
      at: '2026-11-20T08:00:00.000Z',
      error: { code: 'NOTIFY_TIMEOUT', params: { address: 'mail.example:587', seconds: 15 } },
    },
  },
};

/** Each change with the language that was set before it. */
type Recorded = NotificationChange & { readonly language: string };

function recording(): { readonly engine: ReturnType<typeof fakeEngine>; readonly changes: Recorded[] } {
  const changes: Recorded[] = [];
  let language = '';
  const setNotifications = (change: NotificationChange) => {
    changes.push({ language, ...change });
    return Promise.resolve(view);
  };
  const setLanguage = (wanted: string) => {
    language = wanted;
    return Promise.resolve();
  };
  return { engine: fakeEngine({ setNotifications, setLanguage }), changes };
}

const mail = 'notify email --host mail.example --from a@example.org --to b@example.org'.split(' ');
const email = {
  host: 'mail.example',
  port: 587,
  security: 'starttls',
  allowPlain: false,
  user: null,
  from: 'a@example.org',
  to: ['b@example.org'],
};

describe('notify', () => {
  it('shows what is set and what became of the last message, in both languages', async () => {
    const engine = fakeEngine({ notifications: () => Promise.resolve(view) });
    const english = await runLine(['notify', 'show'], engine);
    expect(english.stdout).toContain('https://hooks.example/x · signed');
    expect(english.stdout).toContain('Last delivered 1 hour ago.');
    expect(english.stdout).toContain('mail.example:587 · starttls · me · → b@example.org, c@example.org');
    expect(english.stdout).toContain('Given up 2 hours ago. mail.example:587 did not answer within 15 s.');
    expect(english.stdout).toContain('kept in a file, protected by its permissions alone');
    const chinese = await runLine(['notify', 'show'], engine, { language: 'zh-CN' });
    expect(chinese.stdout).toContain('已放弃（2 小时前）。 mail.example:587 在 15 秒内没有响应。');
    expect(JSON.parse((await runLine(['notify', 'show', '--json'], engine)).stdout)).toEqual(view);
  });

  it('takes a secret from a file, from standard input, or from a person, and never from the command line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lifeboat-notify-'));
    await writeFile(join(folder, 'secret'), 'of the file\n');
    const { engine, changes } = recording();
    const hook = ['notify', 'webhook', 'https://hooks.example/x'];
    const somebody = person(true);
    await runLine([...hook, '--secret-file', 'secret'], engine, { workingDirectory: folder });
    await runLine([...hook, '--secret-file', '-'], engine, { input: 'of the input\r\n' });
    await runLine(hook, engine, { prompts: somebody });
    await runLine(hook, engine, { language: 'zh-CN' });
    await runLine([...hook, '--unsigned'], engine);
    const webhook = { url: 'https://hooks.example/x', allowPlain: false };
    expect(changes).toEqual([
      { language: 'en', webhook, webhookSecret: 'of the file' },
      { language: 'en', webhook, webhookSecret: 'of the input' },
      { language: 'en', webhook, webhookSecret: 'typed secret' },
      { language: 'zh-CN', webhook },
      { language: 'en', webhook, webhookSecret: null },
    ]);
    expect(somebody.asked).toEqual(['Secret for signatures (empty: as it is)']);
    const missing = await runLine([...hook, '--secret-file', 'nothing'], engine, { workingDirectory: folder });
    expect(missing.stderr).toContain('FILE_FAILED');
    expect((await runLine(['notify', 'webhook', '--help'], engine)).stdout).not.toMatch(/--(?:secret|password) /u);
    await rm(folder, { recursive: true });
  });

  it('fills in the port of the encryption, and asks for the password of a user', async () => {
    const { engine, changes } = recording();
    await runLine(mail, engine);
    await runLine([...mail, '--security', 'tls', '--to', 'c@example.org'], engine);
    await runLine([...mail, '--port', '2525', '--user', 'me'], engine, { prompts: person(true) });
    expect(changes).toEqual([
      { language: 'en', email },
      { language: 'en', email: { ...email, security: 'tls', port: 465, to: ['b@example.org', 'c@example.org'] } },
      { language: 'en', email: { ...email, port: 2525, user: 'me' }, emailPassword: 'typed secret' },
    ]);
  });

  it('takes a channel away, and turns success notes on and off', async () => {
    const { engine, changes } = recording();
    for (const line of ['webhook --off', 'email --off', 'successes on', 'successes off'])
      await runLine(['notify', ...line.split(' ')], engine);
    expect(changes).toEqual([
      { language: 'en', webhook: null },
      { language: 'en', email: null },
      { language: 'en', successNotes: true },
      { language: 'en', successNotes: false },
    ]);
  });

  it.each([
    ['webhook'],
    ['webhook https://hooks.example/x --off'],
    ['webhook not-an-address'],
    ['webhook ftp://hooks.example/x'],
    ['webhook https://user:password@hooks.example/x'],
    ['email'],
    ['email --host h --from a@example.org --to nobody'],
    ['email --host h --from a@example.org --to b@example.org --port 70000'],
    ['email --host h --from a@example.org --to b@example.org --security ssl'],
    ['successes maybe'],
    ['test pigeon'],
  ])('refuses %s', async (line) => {
    const { code, stderr } = await runLine(['notify', ...line.split(' ')], fakeEngine());
    expect([code, stderr]).toEqual([2, expect.stringContaining('USAGE_INVALID')]);
  });

  it('tests a channel, and says in words what went wrong', async () => {
    const good = fakeEngine({ testNotification: () => Promise.resolve() });
    expect(await runLine(['notify', 'test', 'email'], good)).toMatchObject({
      code: 0,
      stdout: 'The test message was taken.\n',
    });
    const bad = fakeEngine({
      testNotification: () =>
        Promise.reject(new AppError('NOTIFY_LOGON_REFUSED', { address: 'mail.example:587', reply: '535 no' })),
    });
    const { code, stderr } = await runLine(['notify', 'test', 'email'], bad, { language: 'zh-CN' });
    expect(code).toBe(16);
    expect(stderr).toContain('mail.example:587 拒绝了用户名或密码：535 no');
  });
});
