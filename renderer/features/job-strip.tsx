import { type ReactNode, useRef, useState } from 'react';
import type { ErrorReport } from '../../shared/errors.ts';
import type { Job, Progress as JobProgress } from '../../shared/model/job.ts';
import { call, reportOf } from '../client.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { useFocusKept } from '../ui/focus.ts';
import { Progress } from '../ui/progress.tsx';
import { useWords } from '../words.tsx';
import { etaShown, isCopyingOnly, phaseWords, shareOf } from './job-progress.ts';

interface JobStripProps {
  readonly job: Job;
}

/** A job where its stack is: what it does now, how far it is, and the way to stop it. Nothing once it has ended. */
export function JobStrip({ job }: JobStripProps): ReactNode {
  return job.endedAt === null ? <Strip job={job} /> : null;
}

function Strip({ job }: JobStripProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const { error, cancel } = useCancel(job.id);
  const box = useRef<HTMLDivElement>(null);
  useFocusKept(box);
  const { progress } = job;
  const kind = text(`words.jobKind.${job.kind}`);
  const doing = phaseWords(progress, words);
  const phase = job.status === 'queued' ? text('words.status.queued') : doing.phase;
  const detail = doing.item === null ? kind : `${kind} · ${doing.item}`;
  const cancelling = job.cancelRequested ? 'panel.overview.strip.cancelling' : 'panel.overview.strip.cancel';
  return (
    <div ref={box} className="job-strip" role="group" aria-label={text('panel.overview.strip.label', { kind })}>
      <div className="job-strip-line">
        <span className="job-strip-phase" role="status">
          {phase}
        </span>
        <span className="job-strip-item secondary" title={detail}>
          {detail}
        </span>
        <div className="job-strip-cancel">
          <Button isDisabled={job.cancelRequested} onPress={cancel}>
            {text(isCopyingOnly(job) && !job.cancelRequested ? 'panel.overview.strip.cancelCopying' : cancelling)}
          </Button>
        </div>
      </div>
      <Progress label={phase} share={shareOf(progress)} />
      <Figures progress={progress} />
      {error === null ? null : <ErrorNote error={error} />}
    </div>
  );
}

/** Numbers in places of fixed width, so that nothing moves while they change. */
function Figures({ progress }: { readonly progress: JobProgress }): ReactNode {
  const { text, bytes, speed, duration } = useWords();
  const { doneBytes, totalBytes, etaMs } = progress;
  const sizes = { done: bytes(doneBytes), total: bytes(totalBytes) };
  return (
    <div className="job-strip-figures small secondary">
      <span className="job-strip-bytes">{totalBytes > 0 ? text('panel.overview.strip.bytes', sizes) : null}</span>
      <span className="job-strip-speed">{progress.speed > 0 ? speed(progress.speed) : null}</span>
      <span className="job-strip-left">
        {etaMs === null ? null : text('panel.overview.strip.left', { time: duration(etaShown(etaMs)) })}
      </span>
    </div>
  );
}

function useCancel(jobId: string): { readonly error: ErrorReport | null; readonly cancel: () => void } {
  const [error, setError] = useState<ErrorReport | null>(null);
  const cancel = (): void => {
    setError(null);
    call('jobs.cancel', { job: jobId }).catch((failure: unknown) => setError(reportOf(failure)));
  };
  return { error, cancel };
}
