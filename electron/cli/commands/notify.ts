import { Argument, type Command, Option } from 'commander';
import {
  type ChannelName,
  channelNames,
  EmailSettings,
  type MailSecurity,
  mailSecurities,
  type NotificationChange,
  WebhookSettings,
} from '../../../shared/model/notification.ts';
import type { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { notificationLines } from '../notify-lines.ts';
import { secretInput } from '../secret-input.ts';
import type { Shell } from '../shell.ts';
import { type Common, repeated, verb } from '../verb.ts';

interface WebhookOptions extends Common {
  readonly off?: boolean;
  readonly secretFile?: string;
  readonly unsigned?: boolean;
  readonly allowPlain?: boolean;
}

interface EmailOptions extends Common {
  readonly off?: boolean;
  readonly host?: string;
  readonly port?: string;
  readonly security?: MailSecurity;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly from?: string;
  readonly to?: readonly string[];
  readonly allowPlain?: boolean;
}

const ports: Readonly<Record<MailSecurity, number>> = { starttls: 587, tls: 465, none: 25 };

export function addNotify(program: Command, shell: Shell): void {
  const { text } = shell.words;
  const notify = program.command('notify').description(text('help.verb.notify'));

  verb(notify, shell, 'show', text('help.verb.notifyShow')).action((options: Common) =>
    shell.perform(options, async ({ engine, words }) => {
      const view = await engine.notifications();
      return { json: view, lines: notificationLines(view, words) };
    }),
  );

  verb(notify, shell, 'webhook', text('help.verb.notifyWebhook'))
    .argument('[URL]', text('help.argument.url'))
    .option('--off', text('help.option.channelOff'))
    .option('--secret-file <FILE>', text('help.option.secretFile'))
    .option('--unsigned', text('help.option.unsigned'))
    .option('--allow-plain', text('help.option.allowPlain'))
    .action(async (url: string | undefined, options: WebhookOptions) => {
      if ((url === undefined) !== (options.off === true))
        throw new AppError('USAGE_INVALID', { detail: text('help.usage.urlOrOff') });
      await change(shell, options, url === undefined ? { webhook: null } : await webhookChange(shell, url, options));
    });

  verb(notify, shell, 'email', text('help.verb.notifyEmail'))
    .option('--off', text('help.option.channelOff'))
    .option('--host <HOST>', text('help.option.mailHost'))
    .option('--port <PORT>', text('help.option.mailPort'))
    .addOption(new Option('--security <KIND>', text('help.option.mailSecurity')).choices(mailSecurities))
    .option('--user <NAME>', text('help.option.mailUser'))
    .option('--password-file <FILE>', text('help.option.passwordFile'))
    .option('--from <ADDRESS>', text('help.option.mailFrom'))
    .option('--to <ADDRESS>', text('help.option.mailTo'), repeated)
    .option('--allow-plain', text('help.option.allowPlain'))
    .action(async (options: EmailOptions) => {
      await change(shell, options, options.off === true ? { email: null } : await emailChange(shell, options));
    });

  verb(notify, shell, 'successes', text('help.verb.notifySuccesses'))
    .addArgument(new Argument('<on|off>', text('help.argument.onOff')).choices(['on', 'off']))
    .action((wanted: 'on' | 'off', options: Common) => change(shell, options, { successNotes: wanted === 'on' }));

  verb(notify, shell, 'test', text('help.verb.notifyTest'))
    .addArgument(new Argument('<CHANNEL>', text('help.argument.channel')).choices(channelNames))
    .action((channel: ChannelName, options: Common) =>
      shell.perform(options, async ({ engine }) => {
        await engine.testNotification(channel);
        return { json: { channel, delivered: true }, lines: [text('cli.notify.tested')] };
      }),
    );
}

/** Messages are written in the language of whoever sets them up. */
async function change(shell: Shell, options: Common, wanted: NotificationChange): Promise<void> {
  await shell.perform(options, async ({ engine, words }) => {
    await engine.setLanguage(words.translator.language);
    const view = await engine.setNotifications(wanted);
    return { json: view, lines: notificationLines(view, words) };
  });
}

async function webhookChange(shell: Shell, url: string, options: WebhookOptions): Promise<NotificationChange> {
  const { secretFile, unsigned = false, allowPlain = false } = options;
  const webhook = parsed(WebhookSettings, { url, allowPlain });
  if (unsigned) return { webhook, webhookSecret: null };
  const typed = await secretInput(shell, secretFile, shell.words.text('cli.ask.webhookSecret'));
  return typed === undefined || typed === '' ? { webhook } : { webhook, webhookSecret: typed };
}

async function emailChange(shell: Shell, options: EmailOptions): Promise<NotificationChange> {
  const { host, security = 'starttls', port, user = null, from, to, passwordFile, allowPlain = false } = options;
  const email = parsed(EmailSettings, {
    host,
    port: port === undefined ? ports[security] : Number(port),
    security,
    allowPlain,
    user,
    from,
    to,
  });
  if (user === null) return { email };
  const typed = await secretInput(shell, passwordFile, shell.words.text('cli.ask.mailPassword', { user }));
  return typed === undefined || typed === '' ? { email } : { email, emailPassword: typed };
}

/** USAGE_INVALID naming the option that does not fit. */
function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AppError('USAGE_INVALID', { detail: `--${issue?.path.join(' ')}: ${issue?.message}` });
}
