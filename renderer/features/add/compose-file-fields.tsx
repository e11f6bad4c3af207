import type { ReactNode } from 'react';
import type { ChosenPath } from '../../../shared/ipc/contract.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { useChoosing } from './choosing.ts';

interface ComposeFileFieldsProps {
  readonly file: ChosenPath | null;
  readonly onChange: (file: ChosenPath) => void;
}

/** The compose file, by the system's own dialog. */
export function ComposeFileFields({ file, onChange }: ComposeFileFieldsProps): ReactNode {
  const { text } = useWords();
  const { choose, error } = useChoosing('compose-file', onChange);
  return (
    <div className="add-paths">
      {file === null ? null : <p className="add-path mono selectable">{file.path}</p>}
      <div>
        <Button onPress={choose}>{text(file === null ? 'panel.add.chooseFile' : 'panel.add.chooseAnotherFile')}</Button>
      </div>
      {error === null ? null : <ErrorNote error={error} />}
    </div>
  );
}
