import { type ReactNode, useState } from 'react';
import type { NotificationView } from '../../../shared/model/notification.ts';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { ChannelDialog } from './channel-dialog.tsx';
import { draftedWebhook, isPlainUrl, webhookDraft } from './telling-drafts.ts';

interface WebhookDialogProps {
  readonly view: NotificationView;
  readonly onClose: () => void;
}

/** The webhook's address and secret, for changing. */
export function WebhookDialog({ view, onClose }: WebhookDialogProps): ReactNode {
  const { text } = useWords();
  const { settings } = view;
  const [draft, setDraft] = useState(() => webhookDraft(settings));
  const { change, faults } = draftedWebhook(draft);
  const showFault = faults.has('url') && draft.url.trim() !== '';
  return (
    <ChannelDialog channel="webhook" change={change} isSet={settings.webhook !== null} onClose={onClose}>
      <TextField
        label={text('panel.telling.url')}
        value={draft.url}
        onChange={(url) => setDraft({ ...draft, url })}
        hint={text('panel.telling.urlHint')}
        placeholder="https://"
        autoFocus
        {...(showFault ? { fault: text('panel.telling.fault.url') } : {})}
      />
      {draft.unsigned ? null : (
        <TextField
          label={text('panel.telling.secret')}
          value={draft.secret}
          onChange={(secret) => setDraft({ ...draft, secret })}
          hint={text(settings.webhookSigned ? 'panel.telling.secretKept' : 'panel.telling.secretHint')}
          secret
        />
      )}
      {settings.webhookSigned ? (
        <Checkbox
          label={text('panel.telling.unsign')}
          hint={text('panel.telling.unsignHint')}
          on={draft.unsigned}
          onChange={(unsigned) => setDraft({ ...draft, unsigned })}
        />
      ) : null}
      {isPlainUrl(draft.url) ? (
        <Checkbox
          label={text('panel.telling.allowPlain')}
          hint={text('panel.telling.allowPlainHint')}
          on={draft.allowPlain}
          onChange={(allowPlain) => setDraft({ ...draft, allowPlain })}
        />
      ) : null}
    </ChannelDialog>
  );
}
