import { type ReactNode, useState } from 'react';
import { mailSecurities, type NotificationView } from '../../../shared/model/notification.ts';
import { Checkbox, Dropdown, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { ChannelDialog } from './channel-dialog.tsx';
import { draftedEmail, type EmailDraft, emailDraft, withSecurity } from './telling-drafts.ts';

interface EmailDialogProps {
  readonly view: NotificationView;
  readonly onClose: () => void;
}

/** The mail server, sender and recipients, for changing. */
export function EmailDialog({ view, onClose }: EmailDialogProps): ReactNode {
  const { text } = useWords();
  const [draft, setDraft] = useState(() => emailDraft(view.settings));
  const { change, faults } = draftedEmail(draft);
  const set = (part: Partial<EmailDraft>): void => setDraft({ ...draft, ...part });
  // An empty field is not wrong yet.
  const fault = (field: 'port' | 'from' | 'to') =>
    faults.has(field) && draft[field].trim() !== '' ? { fault: text(`panel.telling.fault.${field}`) } : {};
  return (
    <ChannelDialog channel="email" change={change} isSet={view.settings.email !== null} onClose={onClose}>
      <div className="telling-pair">
        <TextField
          label={text('panel.telling.host')}
          value={draft.host}
          onChange={(host) => set({ host })}
          placeholder="smtp.example.org"
          autoFocus
        />
        <TextField
          label={text('panel.telling.port')}
          value={draft.port}
          onChange={(port) => set({ port })}
          {...fault('port')}
        />
        <Dropdown
          label={text('panel.telling.security')}
          value={draft.security}
          options={mailSecurities.map((value) => ({ value, label: text(`panel.telling.securities.${value}`) }))}
          onChange={(security) => setDraft(withSecurity(draft, security))}
        />
      </div>
      {draft.security === 'none' ? (
        <Checkbox
          label={text('panel.telling.allowPlain')}
          hint={text('panel.telling.allowPlainHint')}
          on={draft.allowPlain}
          onChange={(allowPlain) => set({ allowPlain })}
        />
      ) : null}
      <div className="telling-halves">
        <TextField
          label={text('panel.telling.user')}
          value={draft.user}
          onChange={(user) => set({ user })}
          hint={text('panel.telling.userHint')}
        />
        <TextField
          label={text('panel.telling.password')}
          value={draft.password}
          onChange={(password) => set({ password })}
          secret
          {...(view.emailPassword ? { hint: text('panel.telling.passwordKept') } : {})}
        />
      </div>
      <TextField
        label={text('panel.telling.from')}
        value={draft.from}
        onChange={(from) => set({ from })}
        {...fault('from')}
      />
      <TextField
        label={text('panel.telling.recipients')}
        value={draft.to}
        onChange={(to) => set({ to })}
        hint={text('panel.telling.recipientsHint')}
        {...fault('to')}
      />
    </ChannelDialog>
  );
}
