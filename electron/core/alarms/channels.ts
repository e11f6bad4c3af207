import type { ChannelName, NotificationSettings } from '../../../shared/model/notification.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import type { Channel } from './channel.ts';
import { emailChannel } from './email.ts';
import { secretNames } from './notification-settings.ts';
import { webhookChannel } from './webhook.ts';

/** The channels that are set, with their secrets read when something is sent. */
export function channelsOf(
  { secrets, clock }: Pick<EngineContext, 'secrets' | 'clock'>,
  { webhook, webhookSigned, email }: NotificationSettings,
): Channel[] {
  const secretOf = async (channel: ChannelName): Promise<string> => {
    const secret = await (await secrets()).get(secretNames[channel]);
    if (secret === null) throw new AppError('SECRET_GONE', { channel });
    return secret;
  };
  return [
    ...(webhook === null
      ? []
      : [
          webhookChannel({
            settings: webhook,
            secret: async () => (webhookSigned ? secretOf('webhook') : null),
            clock,
          }),
        ]),
    ...(email === null ? [] : [emailChannel({ settings: email, password: () => secretOf('email') })]),
  ];
}
