import type { ReactNode } from 'react';
import type { ChannelName, NotificationChange } from '../../../shared/model/notification.ts';
import { call } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';
import { useTelling } from './telling.ts';

interface ChannelDialogProps {
  readonly channel: ChannelName;
  /** What is saved; null while it cannot be. */
  readonly change: NotificationChange | null;
  /** Whether there is something to turn off. */
  readonly isSet: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Where one way of telling is set. */
export function ChannelDialog({ channel, change, isSet, onClose, children }: ChannelDialogProps): ReactNode {
  const { text } = useWords();
  const take = useTelling(({ take }) => take);
  const act = useAct();
  const save = (wanted: NotificationChange): void =>
    act.run(
      () => call('notifications.set', wanted),
      (view) => {
        take(view);
        onClose();
      },
    );
  return (
    <Dialog
      title={text(channel === 'webhook' ? 'panel.telling.webhookTitle' : 'panel.telling.emailTitle')}
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{text('panel.telling.leave')}</Button>
          {isSet ? (
            <Button isDisabled={act.busy} onPress={() => save({ [channel]: null })}>
              {text('panel.telling.turnOff')}
            </Button>
          ) : null}
          <Button
            kind="primary"
            isDisabled={change === null || act.busy}
            onPress={() => {
              if (change !== null) save(change);
            }}
          >
            {text('panel.telling.save')}
          </Button>
        </>
      }
    >
      {children}
      {act.error === null ? null : <ErrorNote error={act.error} />}
    </Dialog>
  );
}
