import type { ReactNode } from 'react';
import type { Job, JobStep } from '../../../shared/model/job.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import { useBackups } from '../../stores/backups.ts';
import { useKept } from '../../stores/kept.ts';
import { useWords } from '../../words.tsx';
import { exchangeStopMs } from './job-facts.ts';
import type { Followed } from './rollback-settings.ts';

interface TableProps {
  readonly followed: Followed;
  readonly job: Job;
  readonly steps: readonly JobStep[];
}

const rowIds = {
  rollback: ['replaced', 'stopped', 'safety', 'kept'],
  undo: ['replaced', 'stopped', 'keptAside'],
} as const;

/** What a job that succeeded did, in numbers. */
export function ResultTable({ followed, job, steps }: TableProps): ReactNode {
  const { text } = useWords();
  const { plan, rollbackJob } = followed;
  const undo = job.id !== rollbackJob;
  const safety = useBackups(({ of }) =>
    of[plan.stackId]?.find(({ jobId, type }) => jobId === rollbackJob && type === 'pre-rollback'),
  );
  const values = {
    replaced: plan.replaces.map(({ sourceId }) => <div key={sourceId}>{sourceId}</div>),
    stopped: <Stopped steps={steps} safety={undo ? undefined : safety} nothing={plan.stops.length === 0} />,
    safety: safety?.name ?? text('panel.rollback.result.noSafety'),
    kept: <KeptData rollbackJob={rollbackJob} />,
    keptAside: <KeptData rollbackJob={rollbackJob} />,
  };
  const images = !undo && plan.replaces.some(({ kind }) => kind === 'image');
  return (
    <>
      <dl className="plan-facts">
        {rowIds[undo ? 'undo' : 'rollback'].map((id) => (
          <div key={id} className="plan-facts-row">
            <dt>{text(`panel.rollback.result.row.${id}`)}</dt>
            <dd className="selectable">{values[id]}</dd>
          </div>
        ))}
      </dl>
      {images ? <p className="secondary">{text('panel.rollback.result.images')}</p> : null}
    </>
  );
}

interface StoppedProps {
  readonly steps: readonly JobStep[];
  readonly safety: BackupView | undefined;
  readonly nothing: boolean;
}

function Stopped({ steps, safety, nothing }: StoppedProps): ReactNode {
  const { text, duration } = useWords();
  const ms = exchangeStopMs(steps);
  const before = safety?.stopWindowMs ?? null;
  if (ms === null)
    return text(nothing ? 'panel.rollback.result.stoppedNothing' : 'panel.rollback.result.stoppedUnknown');
  return before === null
    ? duration(ms)
    : text('panel.rollback.result.stoppedTwice', { time: duration(ms), safety: duration(before) });
}

function KeptData({ rollbackJob }: { readonly rollbackJob: string }): ReactNode {
  const { text, bytes } = useWords();
  const kept = useKept(({ list }) => list.find(({ jobId }) => jobId === rollbackJob));
  if (kept === undefined) return text('panel.rollback.result.keptNot');
  if (!kept.undoable) return text('panel.rollback.result.keptUndone');
  return text('panel.rollback.result.keptBytes', { bytes: bytes(kept.keptBytes) });
}
