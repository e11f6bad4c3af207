import { type ReactNode, useEffect, useState } from 'react';
import { Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { ErrorReport } from '../../../shared/errors.ts';
import { formatLevels, type PackFormat, packFormats } from '../../../shared/model/backup.ts';
import type { CoveredSource } from '../../../shared/model/coverage.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call, reportOf } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Checkbox, Dropdown, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { levelsOf } from '../pack-form.ts';
import { type FaultyPart, type FormPart, withFault } from './form-fields.ts';

type StackPart = FaultyPart & { readonly stack: StackView };

/** What few change: sources, the pack's form, lateness, alarm, verification. */
export function MoreFields({ form, onChange, faultOf, stack }: StackPart): ReactNode {
  const { text } = useWords();
  return (
    <Disclosure className="disclosure">
      <Heading level={3} className="disclosure-heading">
        <Button slot="trigger">{text('panel.schedule.form.more')}</Button>
      </Heading>
      <DisclosurePanel>
        <div className="backup-more">
          <Sources form={form} onChange={onChange} faultOf={faultOf} stack={stack} />
          <PackFields form={form} onChange={onChange} />
          <TextField
            label={text('panel.schedule.form.catchUp')}
            hint={text('panel.schedule.form.catchUpHint')}
            value={form.catchUpHours}
            onChange={(catchUpHours) => onChange({ ...form, catchUpHours })}
            {...withFault(faultOf('catchUpHours'))}
          />
          <TextField
            label={text('panel.schedule.form.maxAge')}
            hint={text('panel.schedule.form.maxAgeHint')}
            value={form.maxAgeHours}
            onChange={(maxAgeHours) => onChange({ ...form, maxAgeHours })}
            {...withFault(faultOf('maxAgeHours'))}
          />
          <TextField
            label={text('panel.schedule.form.verify')}
            hint={text('panel.schedule.form.verifyHint')}
            value={form.verifyDays}
            onChange={(verifyDays) => onChange({ ...form, verifyDays })}
            {...withFault(faultOf('verifyDays'))}
          />
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}

function PackFields({ form, onChange }: FormPart): ReactNode {
  const { text } = useWords();
  const usual = { value: 'usual', label: text('panel.schedule.form.asStack') };
  return (
    <div className="backup-pair">
      <Dropdown
        label={text('panel.backup.format')}
        value={form.format ?? 'usual'}
        options={[usual, ...packFormats.map((value) => ({ value, label: text(`panel.backup.formats.${value}`) }))]}
        onChange={(next) =>
          onChange({ ...form, format: packFormats.find((value) => value === next) ?? null, level: null })
        }
      />
      {form.format === null ? null : <LevelField form={form} onChange={onChange} format={form.format} />}
    </div>
  );
}

function LevelField({ form, onChange, format }: FormPart & { readonly format: PackFormat }): ReactNode {
  const { text } = useWords();
  const { standard } = formatLevels[format];
  return (
    <Dropdown
      label={text('panel.backup.level')}
      value={String(form.level ?? standard)}
      options={levelsOf(format).map((level) => ({
        value: String(level),
        label: level === standard ? text('panel.backup.levelStandard', { level }) : String(level),
      }))}
      onChange={(level) => onChange({ ...form, level: Number(level) === standard ? null : Number(level) })}
    />
  );
}

function Sources({ form, onChange, faultOf, stack }: StackPart): ReactNode {
  const { text } = useWords();
  const { found, error } = useSources(stack.id);
  const { only } = form;
  const fault = faultOf('only');
  const lost = (only ?? []).filter((id) => found !== null && !found.some((source) => source.id === id));
  const all = found?.map(({ id }) => id) ?? [];
  const toggled = (id: string, on: boolean): readonly string[] =>
    [...all, ...lost].filter((other) => (other === id ? on : (only ?? all).includes(other)));
  return (
    <fieldset className="backup-sources">
      <legend className="field-label">{text('panel.backup.sources')}</legend>
      <Checkbox
        label={text('panel.schedule.form.all')}
        on={only === null}
        onChange={(on) => {
          if (on || found !== null) onChange({ ...form, only: on ? null : all });
        }}
      />
      {only === null
        ? null
        : (found ?? []).map(({ id, location }) => (
            <Checkbox
              key={id}
              label={id}
              hint={location}
              on={only.includes(id)}
              onChange={(on) => onChange({ ...form, only: toggled(id, on) })}
            />
          ))}
      {lost.map((id) => (
        <Checkbox
          key={id}
          label={id}
          hint={text('panel.schedule.form.missing')}
          on
          onChange={() => onChange({ ...form, only: toggled(id, false) })}
        />
      ))}
      {fault === undefined ? null : <p className="field-fault">{fault}</p>}
      {error === null ? null : <ErrorNote error={error} />}
    </fieldset>
  );
}

interface Sources {
  /** Null until main has found them. */
  readonly found: readonly CoveredSource[] | null;
  readonly error: ErrorReport | null;
}

function useSources(stack: string): Sources {
  const [sources, setSources] = useState<Sources>({ found: null, error: null });
  useEffect(() => {
    let wanted = true;
    const take = (next: Sources): void => {
      if (wanted) setSources(next);
    };
    call('stacks.coverage', { stack }).then(
      (coverage) => take({ found: coverage.sources, error: null }),
      (error: unknown) => take({ found: null, error: reportOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [stack]);
  return sources;
}
