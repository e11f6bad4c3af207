import type { Catalog } from '../catalog/database.ts';
import { isoTime } from '../clock.ts';
import { AppError, reportOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Channel } from './channel.ts';
import type { Message, OutboxItem } from './message.ts';
import { nextAttempt } from './retry-rule.ts';

/** After so long a channel counts as silent. */
const sendLimitMs = 15_000;
const keptMs = 30 * 24 * 3_600_000;

interface Deps {
  readonly catalog: Pick<Catalog, 'outbox'>;
  readonly channels: readonly Channel[];
  readonly log: Log;
  /** Ends what is under way; its attempt counts, and is made again. */
  readonly closing: AbortSignal;
}

/** One pass: tries what is due, channels beside each other, the messages of one in their order. Never rejects for a channel. */
export async function deliver({ catalog, channels, log, closing }: Deps, now: number): Promise<void> {
  catalog.outbox.forgetBefore(isoTime(now - keptMs));
  await Promise.all(
    channels.map(async (channel) => {
      for (const item of catalog.outbox.due(channel.name, isoTime(now))) {
        // A channel that did not take one will not take the next; that one's turn comes at the next pass.
        if (closing.aborted || !(await attempt({ catalog, channel, log, closing }, item, now))) return;
      }
    }),
  );
}

async function attempt(
  { catalog, channel, log, closing }: Omit<Deps, 'channels'> & { readonly channel: Channel },
  item: OutboxItem,
  now: number,
): Promise<boolean> {
  const attempts = item.attempts + 1;
  const next = nextAttempt(attempts, now);
  // Counted before it is made: one that never comes back is not made for ever.
  if (!catalog.outbox.claim(item, isoTime(now), isoTime(next ?? now))) return true;
  try {
    await send(channel, item.id, item.message, closing);
    catalog.outbox.settle(item.id, { state: 'delivered', error: null });
    return true;
  } catch (error) {
    if (closing.aborted && next !== null) return false;
    const state = next === null ? 'given-up' : 'waiting';
    catalog.outbox.settle(item.id, { state, error: reportOf(error) });
    log.warn(
      { error, channel: channel.name, address: channel.address, attempts, state },
      'a message was not delivered',
    );
    return false;
  }
}

/** Sends within the limit. What the channel throws, NOTIFY_TIMEOUT, JOB_CANCELLED at `closing`. */
export async function send(
  channel: Channel,
  id: string,
  message: Message,
  closing: AbortSignal,
  limitMs = sendLimitMs,
): Promise<void> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    await channel.send(id, message, AbortSignal.any([limit, closing]));
  } catch (error) {
    if (closing.aborted) throw new AppError('JOB_CANCELLED', {}, { cause: error });
    if (limit.aborted)
      throw new AppError('NOTIFY_TIMEOUT', { address: channel.address, seconds: limitMs / 1000 }, { cause: error });
    throw error;
  }
}
