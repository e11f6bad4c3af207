import type { ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { BackupView } from '../../../shared/model/view.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Choice } from '../../ui/field.tsx';
import { Light } from '../../ui/light.tsx';
import { Note } from '../../ui/note.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { withLeftOut } from '../source-choice.ts';
import type { RollbackSettings } from './rollback-settings.ts';

/** A source that the backup can give back. */
export interface CandidateSource {
  readonly id: string;
  readonly bytes: number;
}

interface FormProps {
  readonly backup: BackupView;
  readonly settings: RollbackSettings;
  readonly candidates: readonly CandidateSource[];
  readonly onChange: (settings: RollbackSettings) => void;
}

const scopes = ['full', 'data-only'] as const;

/** Which backup it is, and what the operator may set before rolling back to it. */
export function ConfirmForm({ backup, settings, candidates, onChange }: FormProps): ReactNode {
  const { text } = useWords();
  return (
    <>
      <BackupLine backup={backup} />
      <Choice
        label={text('panel.rollback.confirm.what')}
        value={settings.scope}
        options={scopes.map((value) => ({
          value,
          label: text(`panel.rollback.confirm.scopes.${value}`),
          hint: text(`panel.rollback.confirm.scopeHints.${value}`),
        }))}
        onChange={(scope) => onChange({ ...settings, scope })}
      />
      {candidates.length < 2 ? null : <Sources settings={settings} candidates={candidates} onChange={onChange} />}
      <Checkbox
        label={text('panel.rollback.confirm.safety')}
        hint={text('panel.rollback.confirm.safetyHint')}
        on={settings.safetyBackup}
        onChange={(safetyBackup) => onChange({ ...settings, safetyBackup })}
      />
      {settings.safetyBackup ? null : <Note state="attention">{text('panel.rollback.confirm.noSafety')}</Note>}
    </>
  );
}

function BackupLine({ backup }: { readonly backup: BackupView }): ReactNode {
  const { text, bytes } = useWords();
  const { type, appVersion, storedBytes, createdAt, verified, name } = backup;
  const facts = [text(`words.backupType.${type}`), ...(appVersion === null ? [] : [appVersion]), bytes(storedBytes)];
  return (
    <div>
      <p className="rollback-backup">
        <Light state={verified ? 'good' : 'attention'} label="" />
        {text(verified ? 'panel.rollback.choose.verified' : 'panel.rollback.choose.unverified')}
        <span className="secondary">
          {facts.join(' · ')} · <Ago time={createdAt} />
        </span>
      </p>
      <p className="mono secondary selectable rollback-name">{name}</p>
      {verified ? null : <Note state="attention">{text('panel.rollback.confirm.unverified')}</Note>}
    </div>
  );
}

function Sources({ settings, candidates, onChange }: Omit<FormProps, 'backup'>): ReactNode {
  const { text, bytes } = useWords();
  return (
    <Disclosure className="disclosure">
      <Heading level={3} className="disclosure-heading">
        <Button slot="trigger">{text('panel.rollback.confirm.sources')}</Button>
      </Heading>
      <DisclosurePanel>
        <div className="rollback-sources" role="group" aria-label={text('panel.rollback.confirm.sources')}>
          {candidates.map(({ id, bytes: size }) => (
            <Checkbox
              key={id}
              label={`${id} · ${bytes(size)}`}
              on={!settings.leftOut.includes(id)}
              onChange={(on) => onChange({ ...settings, leftOut: withLeftOut(settings.leftOut, id, !on) })}
            />
          ))}
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}
