import { createHmac } from 'node:crypto';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import { reportOf } from '../errors.ts';
import { testMessage } from './message.ts';
import { certificate } from './testing/certificate.ts';
import { startWebhookServer } from './testing/webhook-server.ts';
import { assertWebhookSafe, webhookChannel } from './webhook.ts';

const now = Date.parse('2026-11-20T04:00:00.000Z');
const message = testMessage({
  translator: createTranslator('zh-CN'),
  host: 'box',
  at: new Date(now).toISOString(),
});

function channelTo(url: string, secret: string | null = 'shared') {
  return webhookChannel({ settings: { url, allowPlain: false }, secret: async () => secret, clock: () => now });
}

async function sendTo(url: string, secret?: string | null): Promise<void> {
  await channelTo(url, secret).send('id-1', message, AbortSignal.timeout(5000));
}

describe('a webhook', () => {
  it('gets the message as JSON, with a signature over time and body', async () => {
    await using server = await startWebhookServer();
    await sendTo(server.url);
    const [got] = server.received;
    if (got === undefined) throw new Error('nothing came');
    expect(got).toMatchObject({ method: 'POST', path: '/hooks/secret-path?x=1' });
    expect(got.headers['content-type']).toBe('application/json');
    expect(got.headers['x-lifeboat-timestamp']).toBe(String(now / 1000));
    const wanted = createHmac('sha256', 'shared')
      .update(`${now / 1000}.${got.body}`)
      .digest('hex');
    expect(got.headers['x-lifeboat-signature']).toBe(`sha256=${wanted}`);
    expect(got.headers['x-lifeboat-id']).toBe('id-1');
    expect(JSON.parse(got.body)).toEqual({ id: 'id-1', ...message });
    expect(got.body).toContain('测试消息');
  });

  it('has no signature without a secret', async () => {
    await using server = await startWebhookServer();
    await sendTo(server.url, null);
    expect(server.received[0]?.headers).not.toHaveProperty('x-lifeboat-signature');
  });

  it.each([
    [500, 'NOTIFY_REFUSED', '500 Internal Server Error'],
    [404, 'NOTIFY_REFUSED', '404 Not Found'],
    [302, 'NOTIFY_REDIRECTED', '302 Found'],
    [308, 'NOTIFY_REDIRECTED', '308 Permanent Redirect'],
  ])('that answers %i is not one that took it', async (status, code, reply) => {
    await using elsewhere = await startWebhookServer();
    await using server = await startWebhookServer();
    server.answerWith(status, { Location: elsewhere.url });
    const address = new URL(server.url).origin;
    await expect(sendTo(server.url)).rejects.toMatchObject({ code, params: { address, reply } });
    expect(elsewhere.received).toEqual([]);
  });

  it('that is not there cannot be reached, and its path is told to nobody', async () => {
    const server = await startWebhookServer();
    await server[Symbol.asyncDispose]();
    const failure: unknown = await sendTo(server.url).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'NOTIFY_UNREACHABLE', params: { detail: /ECONNREFUSED/u } });
    expect(JSON.stringify(failure)).not.toContain('secret-path');
  });

  it('with a certificate that nobody trusts gets nothing; with one that is trusted, it does', async () => {
    await using server = await startWebhookServer({ tls: true });
    await expect(sendTo(server.url)).rejects.toMatchObject({
      code: 'NOTIFY_UNTRUSTED',
      params: { detail: expect.stringContaining('self-signed') },
    });
    expect(server.received).toEqual([]);
    const before = tls.getCACertificates();
    tls.setDefaultCACertificates([...before, certificate]);
    try {
      await sendTo(server.url);
    } finally {
      tls.setDefaultCACertificates(before);
    }
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ['http://hooks.example/x', false, 'NOTIFY_PLAIN'],
    ['http://127.0.0.1.evil.example/x', false, 'NOTIFY_PLAIN'],
    ['http://hooks.example/x', true, null],
    ['https://hooks.example/x', false, null],
    ['http://localhost:8080/x', false, null],
    ['http://127.0.0.1/x', false, null],
    ['http://[::1]:8080/x', false, null],
  ])('at %s, plain allowed: %s, is refused with %s', (url, allowPlain, code) => {
    expect(refusalOf(() => assertWebhookSafe({ url, allowPlain }))).toBe(code);
  });
});

function refusalOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return reportOf(error).code;
  }
}
