import type { ReactNode } from 'react';
import { TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { type PlaceField, type PlaceForm, placeFaults } from './place-form.ts';

type TextName = Exclude<PlaceField, 'path' | 'password'>;

interface PlaceTextProps {
  readonly form: PlaceForm;
  readonly onChange: (form: PlaceForm) => void;
  readonly field: TextName;
  readonly hint?: string;
  readonly placeholder?: string;
}

/** One text of a place. An empty one is not wrong yet. */
export function PlaceText({ form, onChange, field, ...rest }: PlaceTextProps): ReactNode {
  const { text } = useWords();
  const isWrong =
    form[field].trim() !== '' && placeFaults(field === 'mountFolder' ? form : { ...form, kind: 'smb' }).includes(field);
  return (
    <TextField
      {...rest}
      label={text(`panel.replica.dialog.${field}`)}
      value={form[field]}
      onChange={(value) => onChange({ ...form, [field]: value })}
      {...(isWrong ? { fault: text(`panel.replica.fault.${field}`) } : {})}
    />
  );
}
