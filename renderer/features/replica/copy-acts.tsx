import type { ReactNode } from 'react';
import type { ReplicaCopy } from '../../../shared/model/replica.ts';
import { call } from '../../client.ts';
import { ActsMenu, type MenuAct } from '../../ui/menu.tsx';
import { useWords } from '../../words.tsx';
import type { Act } from '../stack/use-act.ts';
import { copyActs } from './backup-copies.ts';

interface CopyActsProps {
  readonly copy: ReplicaCopy;
  /** A job holds the stack. */
  readonly isBusy: boolean;
  readonly act: Act;
}

/** What can be done with one copy: read it back, or copy it again. */
export function CopyActs({ copy, isBusy, act }: CopyActsProps): ReactNode {
  const { text } = useWords();
  const acts = copyActs(copy);
  if (acts.length === 0) return null;
  const { replicaId: replica, backupId: backup } = copy;
  const hindered = isBusy ? { disabled: true, hint: text('panel.stack.unusable.busy') } : {};
  return (
    <ActsMenu
      label={text('panel.replica.copies.actsOf', { backup: copy.backup })}
      acts={acts.map(
        (name): MenuAct => ({
          id: name,
          label: text(`panel.replica.copies.${name}`),
          act: () =>
            act.run(async () =>
              name === 'verify'
                ? call('replicas.verify', { replica, backup })
                : call('replicas.copy', { replica, backup }),
            ),
          ...hindered,
        }),
      )}
    />
  );
}
