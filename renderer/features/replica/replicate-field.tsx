import type { ReactNode } from 'react';
import { Checkbox } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { useTargets } from './use-targets.ts';

interface ReplicateFieldProps {
  readonly stackId: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** Whether a backup is copied to the stack's targets; nothing for a stack without one. */
export function ReplicateField({ stackId, on, onChange }: ReplicateFieldProps): ReactNode {
  const { text, list } = useWords();
  const { targets } = useTargets(stackId);
  if (targets.length === 0) return null;
  return (
    <Checkbox
      label={text('panel.replica.backup.copy', { targets: list(targets.map(({ name }) => name)) })}
      hint={text('panel.replica.backup.copyHint')}
      on={on}
      onChange={onChange}
    />
  );
}
