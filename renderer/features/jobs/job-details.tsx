import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Job } from '../../../shared/model/job.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Light } from '../../ui/light.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { causeText } from '../cause.ts';
import { OpenLogs } from '../settings/open-logs.tsx';
import { CancelJob } from './cancel-job.tsx';
import { CopyButton } from './copy-button.tsx';
import { jobLight, tookMs } from './job-facts.ts';
import { JobError, JobWarning } from './job-error.tsx';
import { JobLog } from './job-log.tsx';
import { errorText, jobName } from './job-name.ts';
import { JobProgress } from './job-progress.tsx';
import { JobSteps } from './job-steps.tsx';
import { useJob } from './use-job.ts';

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

function Fact({ name, children }: FactProps): ReactNode {
  return (
    <>
      <dt className="secondary">{name}</dt>
      <dd className="selectable">{children}</dd>
    </>
  );
}

function Facts({ job }: { readonly job: Job }): ReactNode {
  const words = useWords();
  const { text, duration } = words;
  const took = tookMs(job);
  return (
    <dl className="job-facts">
      <Fact name={text('panel.jobs.trigger')}>{causeText(job.trigger, words)}</Fact>
      <Fact name={text('panel.jobs.began')}>
        {job.startedAt === null ? text('panel.jobs.notBegun') : <Ago time={job.startedAt} />}
      </Fact>
      {took === null ? null : <Fact name={text('panel.jobs.took')}>{duration(took)}</Fact>}
      {job.outputPath === null ? null : (
        <Fact name={text('panel.jobs.output')}>
          <span className="mono">{job.outputPath}</span>
        </Fact>
      )}
      <Fact name={text('panel.jobs.id')}>
        <span className="mono">{job.id}</span>
      </Fact>
    </dl>
  );
}

function Head({ job }: { readonly job: Job }): ReactNode {
  const words = useWords();
  return (
    <div className="job-head">
      <h3 className="job-title">{jobName(job, words)}</h3>
      <p className="job-status">
        <Light state={jobLight(job)} label="" />
        {words.text(`words.status.${job.status}`)}
      </p>
    </div>
  );
}

interface JobDetailsProps {
  readonly jobId: string;
  readonly onBack: () => void;
}

/** One job: where it is or how it ended, why, and what it did step by step. */
export function JobDetails({ jobId, onBack }: JobDetailsProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const { job, steps, error } = useJob(jobId);
  return (
    <>
      <div>
        <Button autoFocus onPress={onBack}>
          <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
          {text('panel.jobs.back')}
        </Button>
      </div>
      {job === null ? null : (
        <>
          <Head job={job} />
          {job.endedAt === null ? (
            <div className="job-live">
              <JobProgress job={job} />
              <CancelJob job={job} />
            </div>
          ) : null}
          {job.error === null ? null : (
            <>
              <JobError job={job} />
              <div className="job-error-acts">
                <OpenLogs />
                <CopyButton key={job.id} value={errorText(job, words)} />
              </div>
            </>
          )}
          <JobWarning job={job} />
          <Facts job={job} />
        </>
      )}
      {error === null ? null : <ErrorNote error={error} />}
      {job === null || steps === null ? (
        error === null && <Loading label={text('panel.jobs.loading')} />
      ) : (
        <JobSteps job={job} steps={steps} />
      )}
      {job === null ? null : <JobLog key={job.id} jobId={job.id} />}
    </>
  );
}
