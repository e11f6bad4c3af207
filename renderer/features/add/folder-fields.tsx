import type { ReactNode } from 'react';
import { Label, Text, TextArea, TextField } from 'react-aria-components';
import { useWords } from '../../words.tsx';
import type { Draft } from './add-request.ts';
import { PathList } from './path-list.tsx';

interface FolderFieldsProps {
  readonly draft: Pick<Draft, 'folders' | 'sqlite' | 'exclude'>;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** The folders and databases of a stack without Docker, and what to leave out of them. */
export function FolderFields({ draft, onChange }: FolderFieldsProps): ReactNode {
  const { text } = useWords();
  const { folders, sqlite, exclude } = draft;
  return (
    <>
      <PathList
        purpose="folder"
        label={text('panel.add.folders')}
        act={text(folders.length === 0 ? 'panel.add.chooseFolder' : 'panel.add.chooseAnotherFolder')}
        paths={folders}
        onChange={(folders) => onChange({ folders })}
      />
      <PathList
        purpose="sqlite"
        label={text('panel.add.sqlite')}
        hint={text('panel.add.sqliteHint')}
        act={text('panel.add.chooseSqlite')}
        paths={sqlite}
        onChange={(sqlite) => onChange({ sqlite })}
      />
      <TextField value={exclude} onChange={(exclude) => onChange({ exclude })} className="field">
        <Label className="field-label">{text('panel.add.exclude')}</Label>
        <TextArea className="input add-globs mono" rows={3} spellCheck={false} />
        <Text slot="description" className="field-hint">
          {text('panel.add.excludeHint')}
        </Text>
      </TextField>
    </>
  );
}
