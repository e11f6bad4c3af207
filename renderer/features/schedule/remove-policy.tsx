import type { ReactNode } from 'react';
import type { PolicyView } from '../../../shared/model/schedule.ts';
import { call } from '../../client.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { useWords } from '../../words.tsx';
import { ConfirmDialog } from '../stack/confirm-dialog.tsx';

interface RemoveProps {
  readonly policy: PolicyView;
  readonly onClose: () => void;
}

/** Asks before a policy is forgotten. */
export function RemovePolicy({ policy, onClose }: RemoveProps): ReactNode {
  const { text } = useWords();
  const load = useSchedule(({ load }) => load);
  return (
    <ConfirmDialog
      title={text('panel.schedule.remove.title', { policy: policy.name })}
      ask={async () => call('policies.askRemove', { policy: policy.id })}
      act={async (token) => {
        await call('policies.remove', { token });
        await load(policy.stackId);
      }}
      actLabel={text('panel.schedule.remove.act', { policy: policy.name })}
      danger
      onClose={onClose}
    >
      {() => <p>{text('panel.schedule.remove.body')}</p>}
    </ConfirmDialog>
  );
}
