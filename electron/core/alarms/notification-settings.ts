import type { Language } from '../../../shared/language.ts';
import { type NotificationChange, NotificationSettings } from '../../../shared/model/notification.ts';
import type { Catalog } from '../catalog/database.ts';
import { AppError } from '../errors.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { assertEmailSafe } from './email.ts';
import { assertWebhookSafe } from './webhook.ts';

const key = 'notifications';

/** Names in the `SecretStore`. */
export const secretNames = { webhook: 'webhook-secret', email: 'email-password' } as const;

const standard: NotificationSettings = {
  language: 'en',
  successNotes: false,
  webhook: null,
  webhookSigned: false,
  email: null,
};

export function notificationSettings({ settings }: Pick<Catalog, 'settings'>): NotificationSettings {
  return settings.get(key, NotificationSettings) ?? standard;
}

/**
 * What the settings would be. NOTIFY_PLAIN for a channel that anybody could read, NOTIFY_PASSWORD_MISSING for a user
 * without a password. `hasPassword`: whether one is kept already.
 */
export function changedNotifications(
  now: NotificationSettings,
  change: NotificationChange,
  hasPassword: boolean,
): NotificationSettings {
  const { successNotes, webhook, webhookSecret, email, emailPassword } = change;
  const next: NotificationSettings = {
    language: now.language,
    successNotes: successNotes ?? now.successNotes,
    webhook: webhook === undefined ? now.webhook : webhook,
    webhookSigned: webhook === null ? false : webhookSecret === undefined ? now.webhookSigned : webhookSecret !== null,
    email: email === undefined ? now.email : email,
  };
  if (next.webhook !== null) assertWebhookSafe(next.webhook);
  if (next.email !== null) {
    assertEmailSafe(next.email);
    const kept = emailPassword === undefined ? hasPassword : emailPassword !== null;
    if (next.email.user !== null && !kept) throw new AppError('NOTIFY_PASSWORD_MISSING', { user: next.email.user });
  }
  return next;
}

/** Stores a change: secrets first, so that no settings speak of one that is not there. */
export async function changeNotifications(
  catalog: Catalog,
  secrets: SecretStore,
  change: NotificationChange,
): Promise<void> {
  const hasPassword = (await secrets.get(secretNames.email)) !== null;
  // What cannot be is refused before anything is kept.
  changedNotifications(notificationSettings(catalog), change, hasPassword);
  await keep(secrets, secretNames.webhook, change.webhook === null ? null : change.webhookSecret);
  const noLogOn = change.email !== undefined && (change.email === null || change.email.user === null);
  await keep(secrets, secretNames.email, noLogOn ? null : change.emailPassword);
  catalog.together(() => {
    const next = changedNotifications(notificationSettings(catalog), change, hasPassword);
    catalog.settings.set(key, next);
    if (next.webhook === null) catalog.outbox.drop('webhook');
    if (next.email === null) catalog.outbox.drop('email');
  });
}

/** What messages are written in from now on. */
export function changeLanguage(catalog: Catalog, language: Language): void {
  catalog.together(() => catalog.settings.set(key, { ...notificationSettings(catalog), language }));
}

async function keep(secrets: SecretStore, name: string, value: string | null | undefined): Promise<void> {
  if (value === undefined) return;
  if (value === null) {
    await secrets.remove(name);
    return;
  }
  await secrets.set(name, value);
  // Read back: an alarm must not be the first to find out.
  if ((await secrets.get(name)) !== value) throw new AppError('SECRETS_UNUSABLE', { detail: 'it was not kept' });
}
