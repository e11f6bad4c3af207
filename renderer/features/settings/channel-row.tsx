import { type ReactNode, useState } from 'react';
import type { ChannelName, NotificationView } from '../../../shared/model/notification.ts';
import { call } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords, type Words } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';
import { useTelling } from './telling.ts';

interface ChannelRowProps {
  readonly channel: ChannelName;
  readonly view: NotificationView;
  readonly onChange: () => void;
}

/** One way of telling: where it goes, what became of the last message, and a test of it. */
export function ChannelRow({ channel, view, onChange }: ChannelRowProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const { take, load } = useTelling();
  const [took, setTook] = useState(false);
  const act = useAct();
  const isSet = view.settings[channel] !== null;
  const test = (): void => {
    setTook(false);
    act.run(
      async () => {
        try {
          return await call('notifications.test', { channel });
        } catch (error) {
          // What went wrong is the channel's last delivery too.
          await load();
          throw error;
        }
      },
      (tested) => {
        take(tested);
        setTook(true);
      },
    );
  };
  const change = (): void => {
    setTook(false);
    act.forget();
    onChange();
  };
  return (
    <div className="telling">
      <span>{text(`panel.telling.channel.${channel}`)}</span>
      <div className="telling-text selectable">
        {linesOf(channel, view, words).map((line, at) => (
          <p key={line} className={at === 0 && isSet ? 'mono' : 'secondary small'}>
            {line}
          </p>
        ))}
      </div>
      <div className="telling-buttons">
        {isSet ? (
          <Button isPending={act.busy} onPress={test}>
            {text(act.busy ? 'panel.telling.testing' : 'panel.telling.test')}
          </Button>
        ) : null}
        <Button onPress={change}>{text(isSet ? 'panel.telling.change' : 'panel.telling.setUp')}</Button>
      </div>
      {took || act.error !== null ? (
        <div className="telling-result">
          {took ? <Note state="good">{text(`panel.telling.tested.${channel}`)}</Note> : null}
          {act.error === null ? null : <ErrorNote error={act.error} />}
        </div>
      ) : null}
    </div>
  );
}

function linesOf(channel: ChannelName, { settings, last }: NotificationView, words: Words): string[] {
  const { text } = words;
  const { webhook, webhookSigned, email } = settings;
  if (settings[channel] === null) return [text('panel.telling.none')];
  const tried = last[channel];
  return [
    ...(channel === 'webhook'
      ? [webhook?.url ?? '', text(webhookSigned ? 'panel.telling.signed' : 'panel.telling.unsigned')]
      : [
          `${email?.host}:${email?.port}`,
          text('panel.telling.to', { from: email?.from ?? '', to: words.list(email?.to ?? []) }),
        ]),
    ...(tried === null ? [] : [text(`panel.telling.last.${tried.state}`, { when: words.ago(tried.at, Date.now()) })]),
  ];
}
