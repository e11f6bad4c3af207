import { createHmac } from 'node:crypto';
import type { WebhookSettings } from '../../../shared/model/notification.ts';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { Channel } from './channel.ts';
import { isLoopback } from './channel.ts';
import { connectionFailure } from './send-failure.ts';

interface Parts {
  readonly settings: WebhookSettings;
  /** Signs every message; null: none is signed. SECRET_GONE when it should be there and is not. */
  readonly secret: () => Promise<string | null>;
  readonly clock: Clock;
}

/** NOTIFY_PLAIN when messages could be read and changed on their way and nobody has allowed it. */
export function assertWebhookSafe({ url, allowPlain }: WebhookSettings): void {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !isLoopback(hostname) && !allowPlain)
    throw new AppError('NOTIFY_PLAIN', { address: addressOf(url) });
}

/** Paths of webhooks are secrets often enough. */
function addressOf(url: string): string {
  return new URL(url).origin;
}

/** `sha256=<hex>` of `<timestamp>.<body>`. The timestamp is Unix seconds, so that an old message cannot be sent again. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** POSTs messages as JSON; redirects are not followed. */
export function webhookChannel({ settings, secret, clock }: Parts): Channel {
  const address = addressOf(settings.url);
  return {
    name: 'webhook',
    address,
    async send(id, message, signal) {
      assertWebhookSafe(settings);
      const key = await secret();
      const body = JSON.stringify({ id, ...message });
      const timestamp = String(Math.floor(clock() / 1000));
      const signature = key === null ? {} : { 'X-Lifeboat-Signature': signatureOf(key, timestamp, body) };
      const reply = await post(settings.url, address, {
        method: 'POST',
        redirect: 'manual',
        signal,
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'lifeboat',
          'X-Lifeboat-Id': id,
          'X-Lifeboat-Timestamp': timestamp,
          ...signature,
        },
        body,
      });
      const said = `${reply.status} ${reply.statusText}`.trim();
      if (reply.status >= 300 && reply.status < 400) throw new AppError('NOTIFY_REDIRECTED', { address, reply: said });
      if (!reply.ok) throw new AppError('NOTIFY_REFUSED', { address, reply: said });
    },
  };
}

async function post(url: string, address: string, request: RequestInit): Promise<Response> {
  try {
    const reply = await fetch(url, request);
    // Nothing in it is wanted, and it may have no end.
    await reply.body?.cancel();
    return reply;
  } catch (error) {
    throw connectionFailure(error, address);
  }
}
