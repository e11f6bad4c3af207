import type { ReactNode } from 'react';
import type { Job } from '../../../shared/model/job.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Progress } from '../../ui/progress.tsx';
import { useWords } from '../../words.tsx';
import { etaShown, isCopyingOnly, phaseWords, shareOf } from '../job-progress.ts';
import { mayStopServices } from '../may-stop.ts';
import { jobName } from './job-name.ts';

/** Where a running job is: a bar, its phase, and numbers that keep their places. */
export function JobProgress({ job }: { readonly job: Job }): ReactNode {
  const words = useWords();
  const { text, bytes, speed, duration } = words;
  const { progress } = job;
  const stops = useStacks(({ list }) => mayStopServices(job, list));
  const of =
    progress.totalBytes > 0
      ? text('panel.jobs.progressOf', { done: bytes(progress.doneBytes), total: bytes(progress.totalBytes) })
      : progress.doneBytes > 0
        ? bytes(progress.doneBytes)
        : '';
  const doing = phaseWords(progress, words);
  const phase = job.status === 'queued' ? text('panel.jobs.waiting') : doing.phase;
  const afterCancel = stops ? 'panel.jobs.cancelNote' : 'panel.jobs.cancelNoteNoServices';
  return (
    <div className="job-progress">
      <Progress label={jobName(job, words)} share={shareOf(progress)} />
      <p className="job-phase" title={progress.item ?? undefined}>
        {phase}
        {doing.item === null ? null : <span className="secondary"> · {doing.item}</span>}
      </p>
      <p className="job-numbers secondary small">
        <span>{of}</span>
        <span>{progress.speed > 0 ? speed(progress.speed) : ''}</span>
        <span>
          {progress.etaMs === null ? '' : text('panel.jobs.left', { time: duration(etaShown(progress.etaMs)) })}
        </span>
      </p>
      {job.cancelRequested ? (
        <p className="secondary small">{text(isCopyingOnly(job) ? 'panel.jobs.cancelNoteCopying' : afterCancel)}</p>
      ) : null}
    </div>
  );
}
