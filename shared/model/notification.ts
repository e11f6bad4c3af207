import { z } from 'zod';
import type { ErrorReport } from '../errors.ts';
import { languages } from '../language.ts';

export const channelNames = ['webhook', 'email'] as const;
export type ChannelName = (typeof channelNames)[number];

export const mailSecurities = ['starttls', 'tls', 'none'] as const;
/** `starttls` refuses a server that does not offer it; `none` sends everything readable by anybody on the way. */
export type MailSecurity = (typeof mailSecurities)[number];

// A user and a password would be shown wherever the address is.
const withoutLogOn = /^https?:\/\/[^/\\?#@\s]+(?:[/?#]|$)/iu;

/** `http` only goes to this machine, unless `allowPlain`. */
export const WebhookSettings = z.strictObject({
  url: z.url().regex(withoutLogOn, 'not an http address without user and password').max(2000),
  allowPlain: z.boolean(),
});
export type WebhookSettings = Readonly<z.infer<typeof WebhookSettings>>;

// Also those without a dot that mail of one's own network has, like root@nas.
const address = z
  .string()
  .max(320)
  .regex(/^[^\s@<>,;]+@[^\s@<>,;]+$/u, 'not an e-mail address');

/** Security `none` needs `allowPlain`, unless the server is this machine. */
export const EmailSettings = z.strictObject({
  host: z.string().trim().min(1).max(253),
  port: z.int().min(1).max(65_535),
  security: z.enum(mailSecurities),
  allowPlain: z.boolean(),
  /** Null: no log-on. */
  user: z.string().min(1).max(320).nullable(),
  from: address,
  to: z.array(address).min(1).max(20),
});
export type EmailSettings = Readonly<z.infer<typeof EmailSettings>>;

/** Who is told what. Passwords and secrets are kept elsewhere. */
export const NotificationSettings = z.strictObject({
  /** What messages are written in. */
  language: z.enum(languages),
  /** Also tells of scheduled backups that ended well, and of faults that are over. */
  successNotes: z.boolean(),
  webhook: WebhookSettings.nullable(),
  /** Whether its messages carry a signature: there is a secret for it. */
  webhookSigned: z.boolean(),
  email: EmailSettings.nullable(),
});
export type NotificationSettings = Readonly<z.infer<typeof NotificationSettings>>;

const secret = z.string().min(1).max(4000);

/** What changes; `undefined` changes nothing, null takes away. A channel that is taken away loses its secret. */
export const NotificationChange = z.strictObject({
  successNotes: z.boolean().optional(),
  webhook: WebhookSettings.nullable().optional(),
  webhookSecret: secret.nullable().optional(),
  email: EmailSettings.nullable().optional(),
  emailPassword: secret.nullable().optional(),
});
export type NotificationChange = Readonly<z.infer<typeof NotificationChange>>;

/** The last message of a channel that was tried. */
export interface Delivery {
  readonly channel: ChannelName;
  /** `given-up`: it will never arrive. */
  readonly state: 'waiting' | 'delivered' | 'given-up';
  readonly attempts: number;
  /** Of the last attempt, ISO 8601 UTC. */
  readonly at: string;
  /** Why the last attempt failed. */
  readonly error: ErrorReport | null;
}

/** Where secrets are kept: `key-file` is protected by its file permissions alone. */
export type SecretsKept = 'keychain' | 'key-file';

/** How telling is set up, for shells. */
export interface NotificationView {
  readonly settings: NotificationSettings;
  readonly secrets: SecretsKept;
  /** Whether there is a password for the e-mail server. */
  readonly emailPassword: boolean;
  readonly last: Readonly<Record<ChannelName, Delivery | null>>;
}
