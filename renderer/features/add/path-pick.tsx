import type { ReactNode } from 'react';
import type { CallInput, ChosenPath } from '../../../shared/ipc/contract.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useChoosing } from './choosing.ts';

interface PathPickProps {
  readonly purpose: CallInput<'path.choose'>['purpose'];
  /** What this path is. */
  readonly label: string;
  /** What the button says that chooses it. */
  readonly act: string;
  readonly path: ChosenPath | null;
  readonly onChange: (path: ChosenPath) => void;
}

/** One path, by the system's own dialog. */
export function PathPick({ purpose, label, act, path, onChange }: PathPickProps): ReactNode {
  const { choose, error } = useChoosing(purpose, onChange);
  return (
    <div className="add-paths" role="group" aria-label={label}>
      <span className="field-label">{label}</span>
      {path === null ? null : <p className="add-path mono selectable">{path.path}</p>}
      <div>
        <Button onPress={choose}>{act}</Button>
      </div>
      {error === null ? null : <ErrorNote error={error} />}
    </div>
  );
}
