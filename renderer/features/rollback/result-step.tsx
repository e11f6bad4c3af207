import { type ReactNode, useState } from 'react';
import type { Job, JobStep } from '../../../shared/model/job.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { busyJobOf, useJobs } from '../../stores/jobs.ts';
import { useKept } from '../../stores/kept.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { useLatestAnswer } from '../latest-answer.ts';
import { JobWarning } from '../jobs/job-error.tsx';
import { dataAfter } from './job-facts.ts';
import { ResultTable } from './result-table.tsx';
import type { Followed } from './rollback-settings.ts';
import { UndoQuestion } from './undo-question.tsx';
import { useMoment } from './use-moment.ts';

interface ResultProps {
  readonly stack: StackView;
  readonly followed: Followed;
  readonly job: Job;
  readonly onFollow: (followed: Followed) => void;
  /** Back to the plan, asked for again. */
  readonly onPlan: () => void;
  readonly onClose: () => void;
}

async function askSteps({ job }: { readonly job: string }): Promise<readonly JobStep[]> {
  return (await call('jobs.get', { job })).steps;
}

/** What came of it; stays until it is closed. */
export function ResultStep({ stack, followed, job, onFollow, onPlan, onClose }: ResultProps): ReactNode {
  const { text } = useWords();
  const [asking, setAsking] = useState(false);
  const steps = useLatestAnswer({ job: job.id }, askSteps);
  const undoable = useKept(({ list }) => list.some(({ jobId, undoable }) => jobId === job.id && undoable));
  const busy = useJobs(({ list }) => busyJobOf(list, stack.id)) !== undefined;
  const title = useTitle(stack, followed, job);
  if (asking) {
    return <UndoQuestion stack={stack} followed={followed} onFollow={onFollow} onStay={() => setAsking(false)} />;
  }
  const good = job.status === 'succeeded';
  const undo = job.id !== followed.rollbackJob;
  return (
    <Dialog
      wide
      role="alertdialog"
      title={title}
      onClose={onClose}
      buttons={
        <>
          {good && undoable ? (
            <Button isDisabled={busy} onPress={() => setAsking(true)}>
              {text('panel.rollback.result.undoAct')}
            </Button>
          ) : null}
          {good || undo ? null : <Button onPress={onPlan}>{text('panel.rollback.result.tryAgain')}</Button>}
          <Button kind="primary" autoFocus onPress={onClose}>
            {text('panel.rollback.close')}
          </Button>
        </>
      }
    >
      {!steps.current ? <Loading label={title} /> : null}
      {steps.current && good ? (
        <>
          <Note state="good">
            {undo
              ? text('panel.rollback.result.undoGood')
              : text(`panel.rollback.result.good.${stack.definition.kind}`)}
          </Note>
          <JobWarning job={job} />
          <ResultTable followed={followed} job={job} steps={steps.value ?? []} />
        </>
      ) : null}
      {steps.current && !good ? <Failure stack={stack} job={job} steps={steps.value} /> : null}
      {steps.error === null ? null : <ErrorNote error={steps.error} />}
    </Dialog>
  );
}

function useTitle(stack: StackView, { plan, rollbackJob }: Followed, { id, kind, status }: Job): string {
  const { text } = useWords();
  const moment = useMoment(stack.id)(plan.backup.createdAt);
  if (status === 'succeeded') {
    return id === rollbackJob
      ? text('panel.rollback.result.rollback', { stack: stack.name, moment })
      : text('panel.rollback.result.undo', { stack: stack.name });
  }
  const what = { kind: text(`words.jobKind.${kind}`), stack: stack.name };
  return status === 'cancelled'
    ? text('panel.rollback.result.cancelled', what)
    : text('panel.rollback.result.failed', what);
}

interface FailureProps {
  readonly stack: StackView;
  readonly job: Job;
  readonly steps: readonly JobStep[] | null;
}

/** What failed, and first of all which data is live. */
function Failure({ stack, job, steps }: FailureProps): ReactNode {
  const { text, error: say } = useWords();
  const data = dataAfter(job, steps);
  const asked = job.error?.code === 'JOB_CANCELLED';
  const certain = data === 'untouched' || data === 'old';
  return (
    <>
      <Note state={certain ? 'attention' : 'alarm'}>
        {data === 'unsure'
          ? text('panel.rollback.result.data.unsure', { stack: stack.name })
          : text(`panel.rollback.result.data.${data}`)}
      </Note>
      {job.error === null ? null : asked ? <p>{say(job.error).message}</p> : <ErrorNote error={job.error} />}
    </>
  );
}
