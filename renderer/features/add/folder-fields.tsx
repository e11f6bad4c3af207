import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Label, Text, TextArea, TextField } from 'react-aria-components';
import type { ChosenPath } from '../../../shared/ipc/contract.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { withFolder } from './add-request.ts';
import { useChoosing } from './choosing.ts';

interface FolderFieldsProps {
  readonly folders: readonly ChosenPath[];
  readonly exclude: string;
  readonly onFolders: (folders: readonly ChosenPath[]) => void;
  readonly onExclude: (exclude: string) => void;
}

/** The folders of a stack without Docker, and what to leave out of them. */
export function FolderFields({ folders, exclude, onFolders, onExclude }: FolderFieldsProps): ReactNode {
  const { text } = useWords();
  const { choose, error } = useChoosing('folder', (chosen) => onFolders(withFolder(folders, chosen)));
  return (
    <>
      <div className="add-paths">
        {folders.length === 0 ? null : (
          <ul className="add-folders" aria-label={text('panel.add.folders')}>
            {folders.map(({ token, path }) => (
              <li key={token} className="add-folder">
                <span className="add-path mono selectable">{path}</span>
                <IconButton
                  label={text('panel.add.leaveOut', { path })}
                  onPress={() => onFolders(folders.filter((folder) => folder.token !== token))}
                >
                  <X size={16} strokeWidth={1.75} aria-hidden />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <div>
          <Button onPress={choose}>
            {text(folders.length === 0 ? 'panel.add.chooseFolder' : 'panel.add.chooseAnotherFolder')}
          </Button>
        </div>
        {error === null ? null : <ErrorNote error={error} />}
      </div>
      <TextField value={exclude} onChange={onExclude} className="field">
        <Label className="field-label">{text('panel.add.exclude')}</Label>
        <TextArea className="input add-globs mono" rows={3} spellCheck={false} />
        <Text slot="description" className="field-hint">
          {text('panel.add.excludeHint')}
        </Text>
      </TextField>
    </>
  );
}
