import { type ReactNode, useEffect, useState } from 'react';
import { type ChannelName, channelNames, type NotificationView } from '../../../shared/model/notification.ts';
import { call } from '../../client.ts';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Switch } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';
import { ChannelRow } from './channel-row.tsx';
import { EmailDialog } from './email-dialog.tsx';
import { Section } from './section.tsx';
import { useTelling } from './telling.ts';
import { WebhookDialog } from './webhook-dialog.tsx';

/** Who is told of alarms outside of the window, and how. */
export function TellingSection(): ReactNode {
  const { text } = useWords();
  const { view, error, load } = useTelling();
  useEffect(() => void load(), [load]);
  return (
    <Section title={text('panel.telling.title')} hint={text('panel.telling.hint')}>
      {error === null ? null : <ErrorNote error={error} />}
      {view === null && error === null ? <Loading label={text('panel.telling.loading')} /> : null}
      {view === null ? null : <Telling view={view} />}
    </Section>
  );
}

function Telling({ view }: { readonly view: NotificationView }): ReactNode {
  const { text } = useWords();
  const take = useTelling(({ take }) => take);
  const [changing, setChanging] = useState<ChannelName | null>(null);
  const act = useAct();
  const close = (): void => setChanging(null);
  return (
    <>
      {channelNames.map((channel) => (
        <ChannelRow key={channel} channel={channel} view={view} onChange={() => setChanging(channel)} />
      ))}
      <Switch
        label={text('panel.telling.successes')}
        hint={text('panel.telling.successesHint')}
        on={view.settings.successNotes}
        onChange={(successNotes) => act.run(() => call('notifications.set', { successNotes }), take)}
      />
      {act.error === null ? null : <ErrorNote error={act.error} />}
      <p className="secondary small">{text(`panel.telling.secrets.${view.secrets}`)}</p>
      {changing === 'webhook' ? <WebhookDialog view={view} onClose={close} /> : null}
      {changing === 'email' ? <EmailDialog view={view} onClose={close} /> : null}
    </>
  );
}
