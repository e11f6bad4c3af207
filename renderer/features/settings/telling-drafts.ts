import {
  EmailSettings,
  type MailSecurity,
  type NotificationChange,
  type NotificationSettings,
  WebhookSettings,
} from '../../../shared/model/notification.ts';

export interface WebhookDraft {
  readonly url: string;
  /** Empty: what is kept stays. */
  readonly secret: string;
  readonly unsigned: boolean;
  readonly allowPlain: boolean;
}

export interface EmailDraft {
  readonly host: string;
  readonly port: string;
  readonly security: MailSecurity;
  /** Empty: no log-on. */
  readonly user: string;
  /** Empty: what is kept stays. */
  readonly password: string;
  readonly from: string;
  /** Addresses with commas or spaces between them. */
  readonly to: string;
  readonly allowPlain: boolean;
}

type Field = 'url' | 'host' | 'port' | 'from' | 'to';

/** What a draft would change, or the fields of it that nobody can take. */
export interface Drafted {
  readonly change: NotificationChange | null;
  readonly faults: ReadonlySet<Field>;
}

const ports: Readonly<Record<MailSecurity, string>> = { starttls: '587', tls: '465', none: '25' };

export function webhookDraft({ webhook }: NotificationSettings): WebhookDraft {
  return { url: webhook?.url ?? '', secret: '', unsigned: false, allowPlain: webhook?.allowPlain ?? false };
}

export function emailDraft({ email }: NotificationSettings): EmailDraft {
  return {
    host: email?.host ?? '',
    port: String(email?.port ?? ports.starttls),
    security: email?.security ?? 'starttls',
    user: email?.user ?? '',
    password: '',
    from: email?.from ?? '',
    to: email?.to.join(', ') ?? '',
    allowPlain: email?.allowPlain ?? false,
  };
}

/** Another encryption, and its usual port unless another one was written. */
export function withSecurity(draft: EmailDraft, security: MailSecurity): EmailDraft {
  return { ...draft, security, port: draft.port === ports[draft.security] ? ports[security] : draft.port };
}

export function draftedWebhook({ url, secret, unsigned, allowPlain }: WebhookDraft): Drafted {
  const webhook = WebhookSettings.safeParse({ url: url.trim(), allowPlain });
  if (!webhook.success) return { change: null, faults: new Set(['url']) };
  const signing = unsigned ? { webhookSecret: null } : secret === '' ? {} : { webhookSecret: secret };
  return { change: { webhook: webhook.data, ...signing }, faults: new Set() };
}

export function draftedEmail({ password, ...draft }: EmailDraft): Drafted {
  const user = draft.user.trim();
  const email = EmailSettings.safeParse({
    ...draft,
    port: /^\d+$/u.test(draft.port.trim()) ? Number(draft.port) : null,
    user: user === '' ? null : user,
    from: draft.from.trim(),
    to: draft.to.split(/[\s,;，；、]+/u).filter((address) => address !== ''),
  });
  if (email.success) {
    const secret = password === '' || user === '' ? {} : { emailPassword: password };
    return { change: { email: email.data, ...secret }, faults: new Set() };
  }
  const paths = new Set(email.error.issues.map(({ path }) => path[0]));
  return { change: null, faults: new Set(fields.filter((field) => paths.has(field))) };
}

const fields = ['host', 'port', 'from', 'to'] as const;

/** Whether messages would go out of this machine readable by anybody. */
export function isPlainUrl(url: string): boolean {
  return /^\s*http:/iu.test(url);
}
