import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallInput, ChosenPath } from '../../../shared/ipc/contract.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { withPath } from './add-request.ts';
import { useChoosing } from './choosing.ts';

interface PathListProps {
  readonly purpose: CallInput<'path.choose'>['purpose'];
  /** What these paths are. */
  readonly label: string;
  /** What the button says that chooses one more. */
  readonly act: string;
  readonly hint?: string;
  readonly paths: readonly ChosenPath[];
  readonly onChange: (paths: readonly ChosenPath[]) => void;
}

/** Paths that the operator chose in the system's own dialog, each of which can be taken back. */
export function PathList({ purpose, label, act, hint, paths, onChange }: PathListProps): ReactNode {
  const { text } = useWords();
  const { choose, error } = useChoosing(purpose, (chosen) => onChange(withPath(paths, chosen)));
  return (
    <div className="add-paths" role="group" aria-label={label}>
      <span className="field-label">{label}</span>
      {hint === undefined ? null : <span className="field-hint">{hint}</span>}
      {paths.length === 0 ? null : (
        <ul className="add-folders">
          {paths.map(({ token, path }) => (
            <li key={token} className="add-folder">
              <span className="add-path mono selectable">{path}</span>
              <IconButton
                label={text('panel.add.takeBack', { path })}
                onPress={() => onChange(paths.filter((folder) => folder.token !== token))}
              >
                <X size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button onPress={choose}>{act}</Button>
      </div>
      {error === null ? null : <ErrorNote error={error} />}
    </div>
  );
}
