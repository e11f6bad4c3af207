import { type ReactNode, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call, reportOf } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useWords } from '../../words.tsx';
import { etaShown, shareOf } from '../job-progress.ts';
import { cancelMeaning, isSafetyBackup } from './job-facts.ts';
import type { Followed } from './rollback-settings.ts';
import { useMoment } from './use-moment.ts';

interface FollowProps {
  readonly stack: StackView;
  readonly followed: Followed;
  /** Undefined until main has told of it. */
  readonly job: Job | undefined;
  readonly onClose: () => void;
}

/** The job while it runs. Closing leaves it running. */
export function FollowStep({ stack, followed, job, onClose }: FollowProps): ReactNode {
  const { text } = useWords();
  const moment = useMoment(stack.id);
  const [fault, setFault] = useState<ErrorReport | null>(null);
  const { kind } = stack.definition;
  const undoing = followed.job !== followed.rollbackJob;
  const means = job === undefined ? null : cancelMeaning(job);
  const mayCancel = job !== undefined && !job.cancelRequested && means !== 'impossible';
  const cancel = () => {
    call('jobs.cancel', { job: followed.job }).catch((error: unknown) => setFault(reportOf(error)));
  };
  return (
    <Dialog
      wide
      title={
        undoing
          ? text('panel.rollback.follow.undo', { stack: stack.name })
          : text('panel.rollback.follow.rollback', {
              stack: stack.name,
              moment: moment(followed.plan.backup.createdAt),
            })
      }
      onClose={onClose}
      buttons={
        <>
          <Button isDisabled={!mayCancel} onPress={cancel}>
            {text(undoing ? 'panel.rollback.follow.cancelUndo' : 'panel.rollback.follow.cancel')}
          </Button>
          <Button onPress={onClose}>{text('panel.rollback.follow.hide')}</Button>
        </>
      }
    >
      <Live job={job} safetyBackup={followed.plan.safetyBackup} />
      <p className="small secondary rollback-means">
        {job?.cancelRequested === true && means !== 'impossible'
          ? text(`panel.rollback.follow.cancelled.${kind}`)
          : means === null
            ? ''
            : text(`panel.rollback.follow.means.${kind}.${means}`)}
      </p>
      {fault === null ? null : <ErrorNote error={fault} />}
    </Dialog>
  );
}

interface LiveProps {
  readonly job: Job | undefined;
  readonly safetyBackup: boolean;
}

function Live({ job, safetyBackup }: LiveProps): ReactNode {
  const { text, bytes, speed, duration } = useWords();
  const phase = text(`words.phase.${job?.progress.phase ?? 'preparing'}`);
  const said =
    job !== undefined && isSafetyBackup(job, safetyBackup) ? text('panel.rollback.follow.safety', { phase }) : phase;
  const progress = job?.progress;
  const known = progress !== undefined && progress.totalBytes > 0;
  const moving = progress !== undefined && progress.doneBytes > 0;
  return (
    <div className="rollback-live">
      <div className="rollback-phase">
        <span role="status">{said}</span>
        <span className="secondary rollback-item">{progress?.item ?? ''}</span>
      </div>
      <Progress label={said} share={progress === undefined ? null : shareOf(progress)} />
      <div className="rollback-numbers secondary">
        <span>
          {known
            ? text('panel.rollback.follow.bytes', {
                done: bytes(progress.doneBytes),
                total: bytes(progress.totalBytes),
              })
            : moving
              ? bytes(progress.doneBytes)
              : ''}
        </span>
        <span>{moving && progress.speed > 0 ? speed(progress.speed) : ''}</span>
        <span>
          {known && progress.etaMs !== null
            ? text('panel.rollback.follow.left', { time: duration(etaShown(progress.etaMs)) })
            : ''}
        </span>
      </div>
    </div>
  );
}
