import { type ReactNode, useEffect, useState } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { useBackups } from '../../stores/backups.ts';
import { useJobs } from '../../stores/jobs.ts';
import { useStacks } from '../../stores/stacks.ts';
import { ChooseStep } from './choose-step.tsx';
import { ConfirmStep } from './confirm-step.tsx';
import { FollowStep } from './follow-step.tsx';
import { ResultStep } from './result-step.tsx';
import { useRollingBack } from './rolling-back.ts';
import { type Followed, standardRollback } from './rollback-settings.ts';

/** Rolling back: choose a backup, see the plan and confirm it, watch, and read what came of it. */
export function RollbackDialog(): ReactNode {
  const at = useRollingBack(({ at }) => at);
  const stack = useStacks(({ list }) => list?.find(({ id }) => id === at?.stackId));
  if (at === null || stack === undefined) return null;
  return <OpenDialog key={`${at.stackId} ${at.backupId ?? ''}`} stack={stack} first={at.backupId} />;
}

interface OpenProps {
  readonly stack: StackView;
  /** The backup that the dialog was opened for. */
  readonly first: string | null;
}

function OpenDialog({ stack, first }: OpenProps): ReactNode {
  const close = useRollingBack(({ close }) => close);
  const load = useBackups(({ load }) => load);
  const backups = useBackups(({ of }) => of[stack.id]);
  const jobs = useJobs(({ list }) => list);
  const [chosen, setChosen] = useState(first);
  const [settings, setSettings] = useState(standardRollback);
  const [followed, setFollowed] = useState<Followed | null>(null);
  const [planAgain, setPlanAgain] = useState(false);
  useEffect(() => {
    load(stack.id).catch(() => undefined);
  }, [load, stack.id]);

  const job = jobs.find(({ id }) => id === followed?.job);
  const ended = job !== undefined && job.endedAt !== null;
  const refused = ended && (job.error?.code === 'PLAN_STALE' || job.error?.code === 'VERSION_MAJOR_DIFFERS');
  if (followed !== null && !refused && !planAgain) {
    const common = { stack, followed, onClose: close };
    if (!ended) return <FollowStep {...common} job={job} />;
    return <ResultStep {...common} job={job} onFollow={setFollowed} onPlan={() => setPlanAgain(true)} />;
  }
  const backup = backups?.find(({ id }) => id === chosen);
  if (backup === undefined) {
    return <ChooseStep stack={stack} backups={backups} lost={chosen} onChoose={setChosen} onClose={close} />;
  }
  return (
    <ConfirmStep
      key={`${backup.id} ${followed?.job ?? ''}`}
      stack={stack}
      backup={backup}
      settings={settings}
      refused={refused ? job.error : null}
      onSettings={setSettings}
      onOther={() => {
        setSettings(standardRollback);
        setChosen(null);
      }}
      onBegun={(begun) => {
        setPlanAgain(false);
        setFollowed(begun);
      }}
      onClose={close}
    />
  );
}
