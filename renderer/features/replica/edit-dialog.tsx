import { type ReactNode, useState } from 'react';
import type { ReplicaView } from '../../../shared/model/replica.ts';
import { call } from '../../client.ts';
import { useReplicas } from '../../stores/replicas.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';
import { SettingsFields } from './settings-fields.tsx';
import { settingsForm, settingsRequest } from './settings-form.ts';

interface EditDialogProps {
  readonly target: ReplicaView;
  readonly onClose: () => void;
}

/** The settings of a target, and a new password for it. Its place stays. */
export function EditDialog({ target, onClose }: EditDialogProps): ReactNode {
  const { text } = useWords();
  const load = useReplicas(({ load }) => load);
  const [form, setForm] = useState(() => settingsForm(target));
  const [password, setPassword] = useState('');
  const act = useAct();
  const settings = settingsRequest(form);
  const save = (): void => {
    if (settings === null) return;
    act.run(async () => {
      if (password !== '') await call('replicas.setPassword', { replica: target.id, password });
      await call('replicas.change', { replica: target.id, settings });
      await load(target.stackId);
    }, onClose);
  };
  return (
    <Dialog
      title={text('panel.replica.edit.title', { target: target.name })}
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{text('panel.replica.dialog.keep')}</Button>
          <Button kind="primary" isDisabled={settings === null || act.busy} onPress={save}>
            {text('panel.replica.edit.act')}
          </Button>
        </>
      }
    >
      <div className="field">
        <span className="field-label">{text('panel.replica.edit.place')}</span>
        <span className="mono selectable target-where">{target.where}</span>
        <span className="field-hint">{text('panel.replica.edit.placeHint')}</span>
      </div>
      <SettingsFields form={form} onChange={setForm} suggested={null} />
      {target.place.kind === 'smb' ? (
        <TextField
          label={text('panel.replica.edit.password')}
          hint={text('panel.replica.edit.passwordKept')}
          value={password}
          onChange={setPassword}
          secret
        />
      ) : null}
      {act.error === null ? null : <ErrorNote error={act.error} />}
    </Dialog>
  );
}
