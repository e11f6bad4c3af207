import type { ReactNode } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { Checkbox, Choice, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { modeHints, modesOf } from '../backup-modes.ts';
import { ReplicateField } from '../replica/replicate-field.tsx';
import { type FaultyPart, type FormPart, withFault } from './form-fields.ts';

/** What is backed up, and in which way. */
export function WhatFields({ form, onChange, stack }: FormPart & { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const compose = stack.definition.kind === 'compose';
  const hints = modeHints(compose);
  return (
    <>
      <Choice
        label={text('panel.backup.mode')}
        value={form.mode}
        options={modesOf(compose).map((value) => ({
          value,
          label: text(`panel.backup.modes.${value}`),
          hint: text(hints[value]),
        }))}
        onChange={(mode) => onChange({ ...form, mode })}
      />
      {compose ? (
        <Checkbox
          label={text('panel.backup.images')}
          hint={text('panel.backup.imagesHint')}
          on={form.images}
          onChange={(images) => onChange({ ...form, images })}
        />
      ) : null}
      <ReplicateField
        stackId={stack.id}
        on={form.replicate}
        onChange={(replicate) => onChange({ ...form, replicate })}
      />
    </>
  );
}

/** How long it is kept. */
export function KeepFields({ form, onChange, faultOf }: FaultyPart): ReactNode {
  const { text } = useWords();
  return (
    <div>
      <div className="backup-pair">
        <TextField
          label={text('panel.schedule.form.keepCount')}
          value={form.keepCount}
          onChange={(keepCount) => onChange({ ...form, keepCount })}
          {...withFault(faultOf('keepCount'))}
        />
        <TextField
          label={text('panel.schedule.form.keepDays')}
          value={form.keepDays}
          onChange={(keepDays) => onChange({ ...form, keepDays })}
          {...withFault(faultOf('keepDays'))}
        />
      </div>
      <p className="field-hint">{text('panel.schedule.form.keepHint')}</p>
    </div>
  );
}
