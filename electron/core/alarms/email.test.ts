import { once } from 'node:events';
import { createServer, Socket } from 'node:net';
import tls from 'node:tls';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import type { EmailSettings } from '../../../shared/model/notification.ts';
import { assertEmailSafe, emailChannel } from './email.ts';
import { testMessage } from './message.ts';
import { certificate } from './testing/certificate.ts';
import { startMailServer } from './testing/mail-server.ts';

const message = testMessage({ translator: createTranslator('zh-CN'), host: 'box', at: '2026-11-20T04:00:00.000Z' });
const usual: EmailSettings = {
  host: 'localhost',
  port: 0,
  security: 'starttls',
  allowPlain: false,
  user: 'user',
  from: 'lifeboat@example.org',
  to: ['one@example.org', 'two@example.org'],
};

async function sendWith(settings: Partial<EmailSettings>, password = 'right'): Promise<void> {
  const channel = emailChannel({ settings: { ...usual, ...settings }, password: async () => password });
  await channel.send('id-1', message, AbortSignal.timeout(5000));
}

const before = tls.getCACertificates();

describe('e-mail to a server that is trusted', () => {
  beforeAll(() => tls.setDefaultCACertificates([...before, certificate]));
  afterAll(() => tls.setDefaultCACertificates(before));

  it.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('is sent encrypted by %s, with user and password', async (security, secure) => {
    await using server = await startMailServer({ secure });
    await sendWith({ port: server.port, security });
    const [mail] = server.mails;
    expect(mail).toMatchObject({ user: 'user', secure: true, from: usual.from, to: usual.to });
    expect(mail?.text).toContain('Message-ID: <id-1@lifeboat.invalid>');
    expect(mail?.text).toContain('Content-Type: text/plain; charset=utf-8');
    expect(mail?.text).toMatch(/^Subject: =\?UTF-8\?/mu);
    const body = mail?.text.split('\r\n\r\n')[1] ?? '';
    expect(Buffer.from(body, 'base64').toString()).toBe(`${message.text}\n`);
  });

  it('is refused with a wrong password, which is told to nobody, though the server says it back', async () => {
    await using server = await startMailServer();
    const failure: unknown = await sendWith({ port: server.port }, 'canary').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'NOTIFY_LOGON_REFUSED',
      params: { address: `localhost:${server.port}`, reply: expect.stringContaining('no such user or password') },
    });
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect(server.mails).toEqual([]);
  });

  it('is not sent when one recipient is refused by a server that knows nobody', async () => {
    await using server = await startMailServer();
    await expect(sendWith({ port: server.port, to: ['nobody@example.org'] })).rejects.toMatchObject({
      code: 'NOTIFY_REFUSED',
      params: { reply: expect.stringContaining('no such mailbox') },
    });
    await expect(sendWith({ port: server.port, to: ['one@example.org', 'nobody@example.org'] })).rejects.toMatchObject({
      code: 'NOTIFY_REFUSED',
      params: { reply: 'nobody@example.org' },
    });
  });

  it('does not fall back to plain text when STARTTLS is not offered', async () => {
    await using server = await startMailServer({ disabledCommands: ['STARTTLS'] });
    await expect(sendWith({ port: server.port })).rejects.toMatchObject({ code: 'NOTIFY_REFUSED' });
    expect(server.mails).toEqual([]);
  });

  it('needs no log-on where there is no user', async () => {
    await using server = await startMailServer({ authOptional: true });
    await sendWith({ port: server.port, user: null });
    expect(server.mails).toMatchObject([{ user: null, secure: true }]);
  });
});

describe('e-mail', () => {
  it.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('by %s is not sent to a server whose certificate nobody trusts', async (security, secure) => {
    await using server = await startMailServer({ secure });
    await expect(sendWith({ port: server.port, security })).rejects.toMatchObject({
      code: 'NOTIFY_UNTRUSTED',
      params: { detail: expect.stringContaining('certificate') },
    });
    expect(server.mails).toEqual([]);
  });

  it('is sent plain only where that was said', async () => {
    await using server = await startMailServer({ authOptional: true });
    await sendWith({ port: server.port, user: null, security: 'none' });
    expect(server.mails).toMatchObject([{ secure: false }]);
    const remote = { ...usual, host: 'mail.example', security: 'none' } as const;
    expect(() => assertEmailSafe(remote)).toThrow(expect.objectContaining({ code: 'NOTIFY_PLAIN' }));
    expect(() => assertEmailSafe({ ...remote, allowPlain: true })).not.toThrow();
    expect(() => assertEmailSafe({ ...remote, security: 'starttls' })).not.toThrow();
  });

  it('to a server that says nothing ends with its signal, and so does the connection', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const connected = once(server, 'connection');
    const channel = emailChannel({ settings: { ...usual, port: address.port }, password: async () => 'p' });
    const breaking = new AbortController();
    const sent = channel.send('id-1', message, breaking.signal);
    const [socket] = z.tuple([z.instanceof(Socket)]).parse(await connected);
    const closed = once(socket.resume(), 'close');
    breaking.abort();
    await expect(sent).rejects.toMatchObject({ code: 'EABORT' });
    await closed;
    server.close();
  });

  it('to a server that is not there cannot be sent', async () => {
    const server = await startMailServer();
    await server[Symbol.asyncDispose]();
    await expect(sendWith({ port: server.port })).rejects.toMatchObject({ code: 'NOTIFY_UNREACHABLE' });
  });
});
