import type { ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { noteFault } from '../../../shared/model/note.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Choice, Dropdown, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { ReplicateField } from '../replica/replicate-field.tsx';
import { modeHints, modesOf } from '../backup-modes.ts';
import { PackFields } from '../pack-fields.tsx';
import { withLeftOut } from '../source-choice.ts';
import type { BackupSettings, CandidateSource } from './backup-settings.ts';

interface FormProps {
  readonly stack: StackView;
  readonly settings: BackupSettings;
  readonly candidates: readonly CandidateSource[];
  readonly onChange: (settings: BackupSettings) => void;
}

const types = ['manual', 'pre-upgrade'] as const;

/** What the operator may set before a backup: the usual in sight, the rest one click away. */
export function BackupForm({ stack, settings, candidates, onChange }: FormProps): ReactNode {
  const { text } = useWords();
  const last = stack.lastGood?.appVersion ?? null;
  const compose = stack.definition.kind === 'compose';
  const hints = modeHints(compose);
  return (
    <>
      <div className="backup-pair">
        <Dropdown
          label={text('panel.backup.type')}
          value={settings.type}
          options={types.map((value) => ({ value, label: text(`words.backupType.${value}`) }))}
          onChange={(type) => onChange({ ...settings, type })}
        />
        <TextField
          label={text('panel.backup.version')}
          value={settings.appVersion}
          onChange={(appVersion) => onChange({ ...settings, appVersion: appVersion.slice(0, 100) })}
          hint={last === null ? text('panel.backup.versionHint') : text('panel.backup.versionLast', { version: last })}
        />
      </div>
      <NoteField settings={settings} onChange={onChange} />
      <Choice
        label={text('panel.backup.mode')}
        value={settings.mode}
        options={modesOf(compose).map((value) => ({
          value,
          label: text(`panel.backup.modes.${value}`),
          hint: text(hints[value]),
        }))}
        onChange={(mode) => onChange({ ...settings, mode })}
      />
      <ReplicateField
        stackId={stack.id}
        on={settings.replicate}
        onChange={(replicate) => onChange({ ...settings, replicate })}
      />
      <Disclosure className="disclosure">
        <Heading level={3} className="disclosure-heading">
          <Button slot="trigger">{text('panel.backup.more')}</Button>
        </Heading>
        <DisclosurePanel>
          <div className="backup-more">
            <PackFields form={settings} onChange={(form) => onChange({ ...settings, ...form })} />
            {compose ? (
              <Checkbox
                label={text('panel.backup.images')}
                hint={text('panel.backup.imagesHint')}
                on={settings.images}
                onChange={(images) => onChange({ ...settings, images })}
              />
            ) : null}
            <Sources settings={settings} candidates={candidates} onChange={onChange} />
          </div>
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}

function NoteField({ settings, onChange }: Pick<FormProps, 'settings' | 'onChange'>): ReactNode {
  const { text, error } = useWords();
  const fault = noteFault(settings.note.trim());
  return (
    <TextField
      label={text('panel.backup.note')}
      value={settings.note}
      onChange={(note) => onChange({ ...settings, note })}
      {...(fault === null ? { hint: text('panel.backup.noteHint') } : { fault: error(fault).message })}
    />
  );
}

function Sources({
  settings,
  candidates,
  onChange,
}: Pick<FormProps, 'settings' | 'candidates' | 'onChange'>): ReactNode {
  const { text, bytes } = useWords();
  if (candidates.length < 2) return null;
  return (
    <fieldset className="backup-sources">
      <legend className="field-label">{text('panel.backup.sources')}</legend>
      {candidates.map(({ id, location, estimatedBytes }) => (
        <Checkbox
          key={id}
          label={estimatedBytes === null ? id : `${id} · ${bytes(estimatedBytes)}`}
          hint={location}
          on={!settings.leftOut.includes(id)}
          onChange={(on) => onChange({ ...settings, leftOut: withLeftOut(settings.leftOut, id, !on) })}
        />
      ))}
    </fieldset>
  );
}
