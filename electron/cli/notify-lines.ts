import type { ChannelName, NotificationView } from '../../shared/model/notification.ts';
import { facts } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** How telling is set up, a line for each fact. */
export function notificationLines({ settings, secrets, last }: NotificationView, words: Words): string[] {
  const { text } = words;
  const { webhook, webhookSigned, email, successNotes } = settings;
  const delivery = (channel: ChannelName): readonly (readonly [string, string])[] => {
    const tried = last[channel];
    if (tried === null) return [];
    const said = text(`cli.notify.delivery.${tried.state}`, { when: words.when(tried.at) });
    return [['', tried.error === null ? said : `${said} ${words.sentence(tried.error)}`]];
  };
  return facts(
    [
      [
        text('words.channel.webhook'),
        webhook === null
          ? text('cli.notify.none')
          : `${visible(webhook.url)} · ${text(webhookSigned ? 'cli.notify.signed' : 'cli.notify.unsigned')}`,
      ],
      ...(webhook === null ? [] : delivery('webhook')),
      [
        text('words.channel.email'),
        email === null
          ? text('cli.notify.none')
          : [`${email.host}:${email.port}`, email.security, email.user ?? '', `→ ${words.list(email.to)}`]
              .filter((part) => part !== '')
              .map(visible)
              .join(' · '),
      ],
      ...(email === null ? [] : delivery('email')),
      [text('cli.notify.successes'), text(successNotes ? 'cli.notify.on' : 'cli.notify.off')],
      [text('words.check.secrets'), text(`cli.notify.secrets.${secrets}`)],
    ],
    words.paint.quiet,
  );
}
