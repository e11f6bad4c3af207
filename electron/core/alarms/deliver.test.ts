import { expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import { send } from './deliver.ts';
import { testMessage } from './message.ts';
import { startWebhookServer } from './testing/webhook-server.ts';
import { webhookChannel } from './webhook.ts';

const message = testMessage({ translator: createTranslator('en'), host: 'box', at: '2026-11-20T04:00:00.000Z' });

it('a server that never answers is a time-out, and one that is broken off is not', async () => {
  await using server = await startWebhookServer();
  server.answerWith(null);
  const settings = { url: server.url, allowPlain: false };
  const channel = webhookChannel({ settings, secret: async () => null, clock: () => 0 });
  const never = new AbortController();
  await expect(send(channel, 'id', message, never.signal, 200)).rejects.toMatchObject({
    code: 'NOTIFY_TIMEOUT',
    params: { address: new URL(server.url).origin, seconds: 0.2 },
  });
  const closing = new AbortController();
  const sent = send(channel, 'id', message, closing.signal);
  closing.abort();
  await expect(sent).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
});
