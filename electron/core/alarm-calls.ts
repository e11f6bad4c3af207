import type { Telling } from '../../shared/model/fault.ts';
import type { ChannelName } from '../../shared/model/notification.ts';
import type { StackView } from '../../shared/model/view.ts';
import { withSince } from './alarms/alarm-rule.ts';
import { channelsOf } from './alarms/channels.ts';
import { deliver } from './alarms/deliver.ts';
import { readFacts } from './alarms/facts.ts';
import { faultsOf } from './alarms/faults.ts';
import { changeLanguage, changeNotifications, notificationSettings } from './alarms/notification-settings.ts';
import { notificationView } from './alarms/notification-view.ts';
import { sendTest } from './alarms/send-test.ts';
import { StorageWatch } from './alarms/storage-watch.ts';
import { tell } from './alarms/tell.ts';
import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import { AppError } from './errors.ts';
import { InFlight } from './in-flight.ts';

const closingLimitMs = 5000;

interface AlarmCalls {
  readonly calls: Pick<
    Engine,
    'alarms' | 'notifications' | 'setNotifications' | 'setLanguage' | 'testNotification' | 'lookAndTell' | 'onAlarm'
  >;
  /** Breaks off what is being sent; it stays in the outbox. */
  readonly close: () => Promise<void>;
}

/** The engine's calls about telling people. Wiring only. */
export function alarmCalls(context: EngineContext, stackViews: () => StackView[]): AlarmCalls {
  const { catalog, clock, log } = context;
  const storages = new StorageWatch();
  const listeners = new Set<(telling: Telling) => void>();
  const closing = new AbortController();
  const working = new InFlight();
  let delivery: Promise<void> | null = null;

  const present = async () => faultsOf(await readFacts(context, stackViews(), storages), clock());
  const channels = () => channelsOf(context, notificationSettings(catalog));
  const pass = (): Promise<void> => {
    delivery ??= deliver({ catalog, channels: channels(), log, closing: closing.signal }, clock()).finally(() => {
      delivery = null;
    });
    return delivery;
  };
  const look = async (): Promise<void> => {
    const faults = await present();
    if (closing.signal.aborted) return;
    const telling = tell(context, faults);
    if (telling !== null) for (const listener of listeners) listener(telling);
    await pass();
  };
  const channel = (name: ChannelName) => {
    const found = channels().find((candidate) => candidate.name === name);
    if (found === undefined) throw new AppError('NOTIFY_NOT_SET', { channel: name });
    return found;
  };

  return {
    calls: {
      async alarms() {
        const book = new Map(catalog.alarmBook.list().map((entry) => [entry.key, entry]));
        return (await present()).map((fault) => withSince(fault, book.get(fault.key)));
      },
      notifications: async () => notificationView(context),
      async setNotifications(change) {
        await changeNotifications(catalog, await context.secrets(), change);
        return notificationView(context);
      },
      setLanguage: async (language) => changeLanguage(catalog, language),
      async testNotification(name) {
        await working.attend(sendTest(context, channel(name), closing.signal));
      },
      async lookAndTell() {
        await working.attend(look());
      },
      onAlarm(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    async close() {
      closing.abort();
      await working.settled(closingLimitMs);
    },
  };
}
