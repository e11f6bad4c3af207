import { describe, expect, it } from 'vitest';
import type { NotificationSettings } from '../../../shared/model/notification.ts';
import { draftedEmail, draftedWebhook, emailDraft, webhookDraft, withSecurity } from './telling-drafts.ts';

const nothing: NotificationSettings = {
  language: 'en',
  successNotes: false,
  webhook: null,
  webhookSigned: false,
  email: null,
};
const email = {
  host: 'mail.example',
  port: 587,
  security: 'starttls',
  allowPlain: false,
  user: 'me',
  from: 'a@example.org',
  to: ['b@example.org', 'c@example.org'],
} as const;
const full: NotificationSettings = {
  ...nothing,
  webhook: { url: 'https://hooks.example/x', allowPlain: false },
  webhookSigned: true,
  email: { ...email, to: [...email.to] },
};

describe('the draft of a webhook', () => {
  it('changes nothing when nothing was written, the secret least of all', () => {
    expect(draftedWebhook(webhookDraft(full)).change).toEqual({ webhook: full.webhook });
  });

  it.each([
    [{ secret: 's' }, { webhookSecret: 's' }],
    [{ unsigned: true }, { webhookSecret: null }],
    [{ unsigned: true, secret: 's' }, { webhookSecret: null }],
  ])('%j is %j', (part, wanted) => {
    expect(draftedWebhook({ ...webhookDraft(full), ...part }).change).toMatchObject(wanted);
  });

  it.each(['', 'hooks.example', 'ftp://hooks.example', 'file:///etc/passwd'])('has no address %j', (url) => {
    expect(draftedWebhook({ ...webhookDraft(nothing), url })).toEqual({ change: null, faults: new Set(['url']) });
  });
});

describe('the draft of e-mail', () => {
  it('changes nothing when nothing was written', () => {
    expect(draftedEmail(emailDraft(full)).change).toEqual({ email });
  });

  it('names all fields that are not filled in', () => {
    expect(draftedEmail(emailDraft(nothing))).toEqual({ change: null, faults: new Set(['host', 'from', 'to']) });
  });

  it.each([
    ['port', '70000'],
    ['port', 'abc'],
    ['port', ''],
    ['from', 'nobody'],
    ['to', 'b@example.org, nobody'],
  ] as const)('does not take %s %j', (field, value) => {
    expect(draftedEmail({ ...emailDraft(full), [field]: value }).faults).toEqual(new Set([field]));
  });

  it('takes recipients as people write them', () => {
    const to = ' b@example.org，c@example.org; d@example.org\n';
    expect(draftedEmail({ ...emailDraft(full), to }).change?.email?.to).toEqual([
      'b@example.org',
      'c@example.org',
      'd@example.org',
    ]);
  });

  it('has no password without a user', () => {
    const draft = { ...emailDraft(full), user: ' ', password: 'p' };
    expect(draftedEmail(draft).change).toEqual({ email: { ...email, user: null } });
    expect(draftedEmail({ ...draft, user: 'me' }).change).toEqual({ email, emailPassword: 'p' });
  });

  it('follows the encryption with its port, unless another one was written', () => {
    const draft = emailDraft(nothing);
    expect(withSecurity(draft, 'tls').port).toBe('465');
    expect(withSecurity({ ...draft, port: '2525' }, 'tls').port).toBe('2525');
  });
});
