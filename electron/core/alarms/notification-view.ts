import type { ChannelName, Delivery, NotificationView } from '../../../shared/model/notification.ts';
import type { Catalog } from '../catalog/database.ts';
import type { EngineContext } from '../engine-context.ts';
import { notificationSettings, secretNames } from './notification-settings.ts';

/** How telling is set up, and what became of the last message of each channel. */
export async function notificationView({ catalog, secrets }: EngineContext): Promise<NotificationView> {
  const settings = notificationSettings(catalog);
  const store = await secrets();
  return {
    settings,
    secrets: store.kind,
    emailPassword: (await store.get(secretNames.email)) !== null,
    last: { webhook: lastDelivery(catalog, 'webhook'), email: lastDelivery(catalog, 'email') },
  };
}

/** Null before the first attempt. */
export function lastDelivery({ outbox }: Pick<Catalog, 'outbox'>, channel: ChannelName): Delivery | null {
  const item = outbox.last(channel);
  if (item === null) return null;
  const { state, attempts, at, error } = item;
  return { channel, state, attempts, at, error };
}
