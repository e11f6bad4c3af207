import type { ReactNode } from 'react';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { type SettingsField, type SettingsForm, settingsFaults } from './settings-form.ts';

interface SettingsProps {
  readonly form: SettingsForm;
  readonly onChange: (form: SettingsForm) => void;
  /** What it is called while no name is written; null where one must be. */
  readonly suggested: string | null;
}

/** How a target is treated: its name, whether backups wait for it, its speed, what stays on it. */
export function SettingsFields({ form, onChange, suggested }: SettingsProps): ReactNode {
  const { text } = useWords();
  const faults = settingsFaults(form);
  const fault = (field: SettingsField): { readonly fault?: string } => {
    const mayBeEmpty = field === 'name' && suggested !== null && form.name.trim() === '';
    return faults.includes(field) && !mayBeEmpty ? { fault: text(`panel.replica.fault.${field}`) } : {};
  };
  return (
    <>
      <div className="backup-pair">
        <TextField
          label={text('panel.replica.dialog.name')}
          value={form.name}
          onChange={(name) => onChange({ ...form, name })}
          {...(suggested === null || suggested === ''
            ? {}
            : { hint: text('panel.replica.dialog.nameHint', { name: suggested }) })}
          {...fault('name')}
        />
        <TextField
          label={text('panel.replica.dialog.limit')}
          hint={text('panel.replica.dialog.limitHint')}
          value={form.limit}
          onChange={(limit) => onChange({ ...form, limit })}
          {...fault('limit')}
        />
      </div>
      <Checkbox
        label={text('panel.replica.dialog.required')}
        hint={text('panel.replica.dialog.requiredHint')}
        on={form.required}
        onChange={(required) => onChange({ ...form, required })}
      />
      <div>
        <div className="backup-pair">
          <TextField
            label={text('panel.replica.dialog.keepCount')}
            value={form.keepCount}
            onChange={(keepCount) => onChange({ ...form, keepCount })}
            {...fault('keepCount')}
          />
          <TextField
            label={text('panel.replica.dialog.keepDays')}
            value={form.keepDays}
            onChange={(keepDays) => onChange({ ...form, keepDays })}
            {...fault('keepDays')}
          />
        </div>
        <p className="field-hint">{text('panel.replica.dialog.keepHint')}</p>
      </div>
    </>
  );
}
