import type { ReactNode } from 'react';
import type { BackupView } from '../../../shared/model/view.ts';
import { useJobs } from '../../stores/jobs.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { JobStrip } from '../job-strip.tsx';

interface FetchNoteProps {
  /** The backup whose files are missing here; null when none is meant. */
  readonly lost: BackupView | null;
  /** Names of the targets that hold a verified copy of it. */
  readonly targets: readonly string[];
  /** The job that brings one back, once it was begun. */
  readonly jobId: string | null;
}

/** That a backup can be brought back, how that goes, and why it failed. */
export function FetchNote({ lost, targets, jobId }: FetchNoteProps): ReactNode {
  const { text, list } = useWords();
  const job = useJobs(({ list }) => list.find(({ id }) => id === jobId));
  const isRunning = job !== undefined && job.endedAt === null;
  return (
    <>
      {lost === null || isRunning ? null : (
        <Note state="attention">{text('panel.replica.fetchHint', { targets: list(targets) })}</Note>
      )}
      {job === undefined ? null : <JobStrip job={job} />}
      {job === undefined || job.error === null ? null : <ErrorNote error={job.error} />}
    </>
  );
}
