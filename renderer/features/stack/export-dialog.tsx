import { type ReactNode, useState } from 'react';
import type { ChosenPath } from '../../../shared/ipc/contract.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Choice } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from './use-act.ts';

interface ExportDialogProps {
  readonly backup: BackupView;
  readonly onClose: () => void;
}

/** Where a copy of a backup goes, and in which form. */
export function ExportDialog({ backup, onClose }: ExportDialogProps): ReactNode {
  const { text, bytes } = useWords();
  const [form, setForm] = useState<'folder' | 'file'>('folder');
  const [chosen, setChosen] = useState<ChosenPath | null>(null);
  const act = useAct();
  const choose = (): void =>
    act.run(
      async () => call('path.choose', { purpose: 'export' }),
      (path) => setChosen((before) => path ?? before),
    );
  const start = (directory: string): void =>
    act.run(async () => call('backups.export', { backup: backup.id, directory, singleFile: form === 'file' }), onClose);
  return (
    <Dialog
      title={text('panel.stack.export.title', { backup: backup.name })}
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{text('panel.stack.close')}</Button>
          <Button
            kind="primary"
            isDisabled={chosen === null || act.busy}
            onPress={() => {
              if (chosen !== null) start(chosen.token);
            }}
          >
            {text('panel.stack.export.act', { bytes: bytes(backup.storedBytes) })}
          </Button>
        </>
      }
    >
      <Choice
        label={text('panel.stack.export.form')}
        value={form}
        options={[
          {
            value: 'folder',
            label: text('panel.stack.export.folder'),
            hint: text('panel.stack.export.folderHint'),
          },
          { value: 'file', label: text('panel.stack.export.file'), hint: text('panel.stack.export.fileHint') },
        ]}
        onChange={setForm}
      />
      <div className="field">
        <span className="field-label">{text('panel.stack.export.to')}</span>
        <div className="path-line">
          <span className="path selectable" role="status">
            {chosen === null ? text('panel.stack.export.noFolder') : chosen.path}
          </span>
          <Button onPress={choose} isDisabled={act.busy}>
            {text('panel.stack.export.choose')}
          </Button>
        </div>
      </div>
      {act.error === null ? null : <ErrorNote error={act.error} />}
    </Dialog>
  );
}
