import { type ReactNode, useCallback, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Confirmable } from '../../../shared/ipc/contract.ts';
import type { RollbackPlan, RollbackScope } from '../../../shared/model/rollback.ts';
import type { BackupView, StackView } from '../../../shared/model/view.ts';
import { call, reportOf } from '../../client.ts';
import { busyJobOf, useJobs } from '../../stores/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { busyReport } from '../busy-report.ts';
import { useLatestAnswer } from '../latest-answer.ts';
import { ConfirmFacts } from './confirm-facts.tsx';
import { type CandidateSource, ConfirmForm } from './confirm-form.tsx';
import { missingFor } from './confirm-gate.ts';
import { type Followed, type PlanRequest, planRequest, type RollbackSettings } from './rollback-settings.ts';
import { useMoment } from './use-moment.ts';

interface ConfirmProps {
  readonly stack: StackView;
  readonly backup: BackupView;
  readonly settings: RollbackSettings;
  /** Why the rollback that was begun before was refused, so that the plan is asked for again. */
  readonly refused: ErrorReport | null;
  readonly onSettings: (settings: RollbackSettings) => void;
  readonly onOther: () => void;
  readonly onBegun: (followed: Followed) => void;
  readonly onClose: () => void;
}

type Candidates = Readonly<Partial<Record<RollbackScope, readonly CandidateSource[]>>>;

/** *Confirm rollback*: the plan in words and numbers, and the stack's name typed under it. */
export function ConfirmStep(props: ConfirmProps): ReactNode {
  const { stack, backup, settings, onClose } = props;
  const { text } = useWords();
  const when = useMoment(stack.id)(backup.createdAt);
  const [candidates, setCandidates] = useState<Candidates>({});
  const [typed, setTyped] = useState('');
  const [acceptsMajor, setAcceptsMajor] = useState(false);
  const [fault, setFault] = useState<ErrorReport | null>(null);
  const [starting, setStarting] = useState(false);
  const busy = useJobs(({ list }) => busyJobOf(list, stack.id));

  const shown = candidates[settings.scope] ?? [];
  const ask = useCallback(async (question: PlanRequest): Promise<Confirmable<RollbackPlan>> => {
    const answer = await call('rollback.plan', question);
    if (question.only.length === 0) {
      const all = answer.facts.replaces.map(({ sourceId, bytes }) => ({ id: sourceId, bytes }));
      setCandidates((known) => ({ ...known, [question.scope]: all }));
    }
    return answer;
  }, []);
  const request = planRequest(backup.id, settings, shown);
  const plan = useLatestAnswer(request, ask);
  const facts = plan.value?.facts ?? null;
  const missing = missingFor({
    busy: busy !== undefined,
    nothingChosen: request === null,
    current: plan.current,
    planned: facts !== null && plan.error === null,
    majorDiffers: facts?.version.majorDiffers === true,
    acceptsMajor,
    typed,
    stack: stack.name,
  });
  const may = missing === null && !starting;

  const start = () => {
    if (plan.value === null || !may) return;
    const { token, facts } = plan.value;
    setStarting(true);
    setFault(null);
    const begun = ({ jobId }: { readonly jobId: string }) =>
      props.onBegun({ plan: facts, rollbackJob: jobId, job: jobId });
    const refused = (error: unknown) => {
      setFault(reportOf(error));
      setStarting(false);
      plan.again();
    };
    call('rollback.start', { token, typed, acceptMajorVersion: acceptsMajor }).then(begun, refused);
  };

  return (
    <Dialog
      wide
      role="alertdialog"
      title={text('panel.rollback.confirm.title', { stack: stack.name, moment: when })}
      onClose={onClose}
      buttons={
        <>
          <span className="rollback-missing small secondary" role="status">
            {missing === null ? '' : text(`panel.rollback.confirm.missing.${missing}`)}
          </span>
          <Button onPress={onClose}>{text('panel.rollback.notNow')}</Button>
          <Button onPress={props.onOther}>{text('panel.rollback.confirm.other')}</Button>
          <Button kind="primary" isDisabled={!may} onPress={start}>
            {text('panel.rollback.confirm.act', { stack: stack.name, moment: when })}
          </Button>
        </>
      }
    >
      {props.refused === null ? null : <Refusal error={props.refused} />}
      <ConfirmForm backup={backup} settings={settings} candidates={shown} onChange={props.onSettings} />
      <ConfirmFacts
        plan={plan}
        nothingChosen={request === null}
        acceptsMajor={acceptsMajor}
        onAcceptMajor={setAcceptsMajor}
      />
      {fault === null ? null : <Refusal error={fault} />}
      {busy === undefined ? null : <ErrorNote error={busyReport(busy)} />}
      <TextField label={text('panel.rollback.confirm.type', { stack: stack.name })} value={typed} onChange={setTyped} />
    </Dialog>
  );
}

/** Why a press of the button did nothing. */
function Refusal({ error }: { readonly error: ErrorReport }): ReactNode {
  const { text } = useWords();
  return (
    <>
      <ErrorNote error={error} />
      <p>{text('panel.rollback.confirm.planned')}</p>
    </>
  );
}
