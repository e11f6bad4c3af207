import type { ReactNode } from 'react';
import { TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import type { Draft } from './add-request.ts';
import { FolderFields } from './folder-fields.tsx';
import { PathPick } from './path-pick.tsx';
import { ProjectFields } from './project-fields.tsx';

interface AddFieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** What the selected way needs to know. */
export function AddFields({ draft, onChange }: AddFieldsProps): ReactNode {
  const { text } = useWords();
  if (draft.way === 'project')
    return <ProjectFields project={draft.project} onChange={(project) => onChange({ project })} />;
  if (draft.way === 'folder') return <FolderFields draft={draft} onChange={onChange} />;
  if (draft.way === 'sample') return null;
  return (
    <PathPick
      purpose="compose-file"
      label={text('panel.add.file')}
      act={text(draft.file === null ? 'panel.add.chooseFile' : 'panel.add.chooseAnotherFile')}
      path={draft.file}
      onChange={(file) => onChange({ file })}
    />
  );
}

/** What main could not choose itself: another name, a place for the backups. */
export function RefusedFields({ draft, onChange }: AddFieldsProps): ReactNode {
  const { text } = useWords();
  return (
    <>
      {draft.name === null ? null : (
        <TextField
          label={text('panel.add.name')}
          value={draft.name}
          onChange={(name) => onChange({ name })}
          autoFocus
        />
      )}
      {draft.asksStorage ? (
        <PathPick
          purpose="storage"
          label={text('panel.add.storage')}
          act={text('panel.add.chooseStorage')}
          path={draft.storage}
          onChange={(storage) => onChange({ storage })}
        />
      ) : null}
    </>
  );
}
