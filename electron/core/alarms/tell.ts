import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { createTranslator } from '../../../shared/i18n.ts';
import type { Fault, Success, Telling } from '../../../shared/model/fault.ts';
import { type ChannelName, channelNames } from '../../../shared/model/notification.ts';
import type { Catalog } from '../catalog/database.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { decideAlarms } from './alarm-rule.ts';
import { messageOf } from './message.ts';
import { notificationSettings } from './notification-settings.ts';

const key = 'successesToldUntil';

/** Who speaks, when, and in which language. */
export function senderOf({ catalog, clock }: Pick<EngineContext, 'catalog' | 'clock'>) {
  return {
    translator: createTranslator(notificationSettings(catalog).language),
    host: hostname(),
    at: isoTime(clock()),
  };
}

/**
 * Writes the book and the outbox in one step, and returns what is to be told; null when nothing is. What ended and
 * what went well is told only where that was asked for.
 */
export function tell(context: Pick<EngineContext, 'catalog' | 'clock'>, present: readonly Fault[]): Telling | null {
  const { catalog, clock } = context;
  return catalog.together(() => {
    const settings = notificationSettings(catalog);
    const now = clock();
    const before = catalog.alarmBook.list();
    const { book, faults, over } = decideAlarms(before, present, now);
    if (!isDeepStrictEqual(book, before)) catalog.alarmBook.replace(book);
    const successes = newSuccesses(catalog, now);
    const telling = settings.successNotes ? { faults, over, successes } : { faults, over: [], successes: [] };
    const message = messageOf(telling, senderOf(context));
    if (message === null) return null;
    const at = isoTime(now);
    for (const channel of channelNames.filter((name) => settings[name] !== null))
      catalog.outbox.insert({ ...waiting(channel, at), message });
    return telling;
  });
}

function waiting(channel: ChannelName, at: string) {
  return { id: randomUUID(), channel, state: 'waiting', attempts: 0, nextAt: at, at, error: null } as const;
}

/** Scheduled backups that ended well since the last look; none at the first one. */
function newSuccesses({ settings, policyRuns, stacks }: Catalog, now: number): Success[] {
  const until = settings.get(key, z.string());
  const runs = until === null ? [] : policyRuns.succeededAfter(until);
  const last = runs.at(-1)?.endedAt ?? until ?? isoTime(now);
  if (last !== until) settings.set(key, last);
  return runs.map(({ stackId, policy, planned }) => ({
    stackId,
    stack: stacks.get(stackId)?.name ?? stackId,
    policy,
    planned,
  }));
}
