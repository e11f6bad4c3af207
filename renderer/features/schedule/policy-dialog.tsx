import { type ReactNode, useCallback, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { PolicyDraft, PolicyView } from '../../../shared/model/schedule.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Switch, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { useLatestAnswer } from '../latest-answer.ts';
import { useAct } from '../stack/use-act.ts';
import { DraftFacts } from './draft-facts.tsx';
import { MoreFields } from './more-fields.tsx';
import { cronOfForm, draftOfForm, draftOfPolicy, type FormFault, faultsOf, formOf } from './policy-form.ts';
import { draftOfPreset, type Preset } from './presets.ts';
import { withFault } from './form-fields.ts';
import { KeepFields, WhatFields } from './what-fields.tsx';
import { WhenFields } from './when-fields.tsx';

interface DialogProps {
  readonly stack: StackView;
  /** A policy that is saved, or what a new one begins with. */
  readonly edited: PolicyView | Preset;
  readonly policies: readonly PolicyView[];
  readonly onClose: () => void;
}

/** The editor of a policy: what it would mean stands below while it is being written. */
export function PolicyDialog({ stack, edited, policies, onClose }: DialogProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const saved = typeof edited === 'string' ? null : edited;
  const [form, setForm] = useState(() => {
    const taken = policies.map(({ name }) => name);
    return formOf(typeof edited === 'string' ? draftOfPreset(edited, taken, words) : draftOfPolicy(edited));
  });
  const load = useSchedule(({ load }) => load);
  const act = useAct();
  const policy = saved?.id ?? null;
  const ask = useCallback(
    async (draft: PolicyDraft) => call('policies.preview', { stack: stack.id, policy, draft }),
    [stack.id, policy],
  );
  const draft = draftOfForm(form);
  const preview = useLatestAnswer(draft, ask);

  const faults = faultsOf(form);
  const refused = draft === null ? act.error : (preview.error ?? act.error);
  const refusedField = refused === null ? null : fieldOf(refused);
  const faultOf = (field: FormFault): string | undefined => {
    if (faults.includes(field)) return text(`panel.schedule.fault.${field}`);
    return refused !== null && field === refusedField ? words.error(refused).message : undefined;
  };
  const save = (): void => {
    if (draft === null) return;
    act.run(async () => {
      await call('policies.save', { stack: stack.id, policy, draft });
      await load(stack.id);
    }, onClose);
  };
  return (
    <Dialog
      title={
        saved === null
          ? text('panel.schedule.form.new', { stack: stack.name })
          : text('panel.schedule.form.edit', { stack: stack.name, policy: saved.name })
      }
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{text('panel.schedule.form.cancel')}</Button>
          <Button kind="primary" isDisabled={draft === null || preview.error !== null || act.busy} onPress={save}>
            {text('panel.schedule.form.save')}
          </Button>
        </>
      }
    >
      <TextField
        label={text('panel.schedule.form.name')}
        value={form.name}
        onChange={(name) => {
          act.forget();
          setForm({ ...form, name });
        }}
        {...withFault(faultOf('name'))}
      />
      <Switch
        label={text('panel.schedule.form.on')}
        hint={text('panel.schedule.form.onHint')}
        on={form.enabled}
        onChange={(enabled) => setForm({ ...form, enabled })}
      />
      <WhenFields form={form} onChange={setForm} faultOf={faultOf} zone={preview.value?.zone ?? null} />
      <DraftFacts cron={cronOfForm(form)} enabled={form.enabled} preview={preview} isSound={draft !== null} />
      <WhatFields form={form} onChange={setForm} stack={stack} />
      <KeepFields form={form} onChange={setForm} faultOf={faultOf} />
      <MoreFields form={form} onChange={setForm} faultOf={faultOf} stack={stack} />
      {refused === null || refusedField !== null ? null : <ErrorNote error={refused} />}
    </Dialog>
  );
}

/** The field that a refusal is about, where there is one. */
function fieldOf({ code }: ErrorReport): FormFault | null {
  if (code === 'POLICY_EXISTS') return 'name';
  return code === 'CRON_INVALID' ? 'cron' : null;
}
