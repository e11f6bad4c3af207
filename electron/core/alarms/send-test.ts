import { randomUUID } from 'node:crypto';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { reportOf } from '../errors.ts';
import type { Channel } from './channel.ts';
import { send } from './deliver.ts';
import type { OutboxItem } from './message.ts';
import { testMessage } from './message.ts';
import { senderOf } from './tell.ts';

/** Sends one test message now. What became of it counts as the channel's last delivery. Throws as `send` does. */
export async function sendTest(
  context: Pick<EngineContext, 'catalog' | 'clock'>,
  channel: Channel,
  closing: AbortSignal,
): Promise<void> {
  const message = testMessage(senderOf(context));
  const id = randomUUID();
  const record = (state: OutboxItem['state'], error: OutboxItem['error']) => {
    const at = isoTime(context.clock());
    context.catalog.outbox.insert({ id, channel: channel.name, message, state, attempts: 1, nextAt: at, at, error });
  };
  try {
    await send(channel, id, message, closing);
  } catch (error) {
    if (!closing.aborted) record('given-up', reportOf(error));
    throw error;
  }
  record('delivered', null);
}
