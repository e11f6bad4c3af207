import { type ReactNode, useState } from 'react';
import { useJobs } from '../../stores/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useWords } from '../../words.tsx';
import { splitJobs } from './job-facts.ts';
import { JobRow } from './job-row.tsx';
import { RunningJob } from './running-job.tsx';

const pageSize = 50;

interface JobListProps {
  /** The job that was looked at before: the focus goes back to it. */
  readonly lastId: string | null;
  readonly onOpen: (jobId: string) => void;
}

/** What runs, and what has run, newest first. */
export function JobList({ lastId, onOpen }: JobListProps): ReactNode {
  const { text } = useWords();
  const jobs = useJobs(({ list }) => list);
  const { open, past } = splitJobs(jobs);
  const [shown, setShown] = useState(() => Math.max(pageSize, past.findIndex(({ id }) => id === lastId) + 1));
  const [focused, setFocused] = useState(lastId);
  const showMore = (): void => {
    // The button may be gone then: the focus goes on to what it has brought.
    setFocused(past[shown]?.id ?? null);
    setShown(shown + pageSize);
  };
  if (jobs.length === 0) return <Empty sentence={text('panel.jobs.none')} />;
  const rest = past.length - shown;
  return (
    <>
      <section className="jobs-section">
        <h3 className="jobs-heading">{text('panel.jobs.running')}</h3>
        {open.length === 0 ? <p className="secondary">{text('panel.jobs.noneRunning')}</p> : null}
        <ul className="jobs-list">
          {open.map((job) => (
            <RunningJob key={job.id} job={job} autoFocus={job.id === lastId} onOpen={onOpen} />
          ))}
        </ul>
      </section>
      {past.length === 0 ? null : (
        <section className="jobs-section">
          <h3 className="jobs-heading">{text('panel.jobs.past')}</h3>
          <ul className="jobs-list">
            {past.slice(0, shown).map((job) => (
              <JobRow key={job.id} job={job} autoFocus={job.id === focused} onOpen={onOpen} />
            ))}
          </ul>
          {rest > 0 ? (
            <Button onPress={showMore}>{text('panel.jobs.more', { count: Math.min(rest, pageSize) })}</Button>
          ) : null}
        </section>
      )}
    </>
  );
}
