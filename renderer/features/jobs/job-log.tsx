import { type ReactNode, useState } from 'react';
import { Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { LogLine } from '../../../shared/model/log-line.ts';
import { call } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { useLatestAnswer } from '../latest-answer.ts';
import { CopyButton } from './copy-button.tsx';
import { logText } from './log-text.ts';

async function askLog({ job }: { readonly job: string }): Promise<readonly LogLine[]> {
  return call('jobs.log', { job });
}

/** What the log holds about a job; read anew each time it is opened. */
export function JobLog({ jobId }: { readonly jobId: string }): ReactNode {
  const { text } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Disclosure className="disclosure job-log" isExpanded={open} onExpandedChange={setOpen}>
      <Heading level={3} className="disclosure-heading">
        <Button slot="trigger">{text('panel.jobs.log')}</Button>
      </Heading>
      <DisclosurePanel>{open ? <Lines jobId={jobId} /> : null}</DisclosurePanel>
    </Disclosure>
  );
}

/** What was asked for opens below the edge of a drawer that is full already. */
function intoSight(element: Element | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

function Lines({ jobId }: { readonly jobId: string }): ReactNode {
  const { text } = useWords();
  const { value, error } = useLatestAnswer({ job: jobId }, askLog);
  if (error !== null) return <ErrorNote error={error} />;
  if (value === null) return <Loading label={text('panel.jobs.logLoading')} />;
  if (value.length === 0) return <p className="secondary">{text('panel.jobs.logNone')}</p>;
  const lines = logText(value);
  return (
    <>
      {/* A field, because it scrolls, and the keyboard must get there. */}
      <textarea className="job-log-lines mono selectable" readOnly aria-label={text('panel.jobs.log')} value={lines} />
      <div className="job-error-acts" ref={intoSight}>
        <CopyButton value={lines} />
      </div>
    </>
  );
}
