import type { ReactNode } from 'react';
import type { ReplicaView } from '../../../shared/model/replica.ts';
import { call } from '../../client.ts';
import { useReplicas } from '../../stores/replicas.ts';
import { useWords } from '../../words.tsx';
import { ConfirmDialog } from '../stack/confirm-dialog.tsx';

interface RemoveProps {
  readonly target: ReplicaView;
  readonly onClose: () => void;
}

/** Asks before a target is forgotten; what is on it stays. */
export function RemoveTarget({ target, onClose }: RemoveProps): ReactNode {
  const { text } = useWords();
  const load = useReplicas(({ load }) => load);
  return (
    <ConfirmDialog
      title={text('panel.replica.remove.title', { target: target.name })}
      ask={async () => call('replicas.askRemove', { replica: target.id })}
      act={async (token) => {
        await call('replicas.remove', { token });
        await load(target.stackId);
      }}
      actLabel={text('panel.replica.remove.act', { target: target.name })}
      danger
      onClose={onClose}
    >
      {({ where, backlog, password }) => (
        <>
          <p>{text('panel.replica.remove.stays', { where })}</p>
          {password === null ? null : <p>{text('panel.replica.remove.forgets')}</p>}
          {backlog === 0 ? null : <p>{text('panel.replica.remove.waits', { count: backlog })}</p>}
        </>
      )}
    </ConfirmDialog>
  );
}
