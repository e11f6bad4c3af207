import { type ReactNode, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { ChosenPath } from '../../../shared/ipc/contract.ts';
import type { Job } from '../../../shared/model/job.ts';
import { call, reportOf } from '../../client.ts';
import { useJobs } from '../../stores/jobs.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { CancelJob } from '../jobs/cancel-job.tsx';
import { JobError } from '../jobs/job-error.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { moveToShow } from './move-facts.ts';
import { Section } from './section.tsx';

function Stacks(): ReactNode {
  const { text } = useWords();
  const { list, error } = useStacks();
  if (error !== null) return <ErrorNote error={error} />;
  if (list === null) return <Loading label={text('panel.settings.stacksLoading')} />;
  if (list.length === 0) return <p className="secondary">{text('panel.settings.noStacks')}</p>;
  return (
    <dl className="about selectable">
      {list.map(({ id, name, storage }) => (
        <div key={id} className="about-fact">
          <dt className="about-name" title={name}>
            {name}
          </dt>
          <dd className="mono">{storage}</dd>
        </div>
      ))}
    </dl>
  );
}

function Move({ job }: { readonly job: Job }): ReactNode {
  const { text } = useWords();
  const go = useNavigation(({ go }) => go);
  if (job.endedAt === null)
    return (
      <div className="settings-move">
        <JobProgress job={job} />
        <CancelJob job={job} />
      </div>
    );
  return (
    <>
      <JobError job={job} />
      {job.status === 'succeeded' ? <Note state="good">{text('panel.settings.moved')}</Note> : null}
      <div>
        <Button onPress={() => go({ page: 'jobs', jobId: job.id })}>{text('panel.settings.showJob')}</Button>
      </div>
    </>
  );
}

/** Where packs are, and the way to bring all of them elsewhere. */
export function StorageSection(): ReactNode {
  const { text } = useWords();
  const stacks = useStacks(({ list }) => list) ?? [];
  const [chosen, setChosen] = useState<ChosenPath | null>(null);
  const [begunId, setBegunId] = useState<string | null>(null);
  const [error, setError] = useState<ErrorReport | null>(null);
  const job = useJobs(({ list }) => moveToShow(list, begunId));
  const choose = (): void => {
    setError(null);
    call('path.choose', { purpose: 'storage' })
      .then(setChosen)
      .catch((failure: unknown) => setError(reportOf(failure)));
  };
  const moving = job !== undefined && job.endedAt === null;
  return (
    <Section
      title={text('panel.settings.storage')}
      hint={text('panel.settings.storageHint')}
      act={
        <Button isPending={moving} isDisabled={stacks.length === 0} onPress={choose}>
          {text(moving ? 'panel.settings.moving' : 'panel.settings.moveAll')}
        </Button>
      }
    >
      <Stacks />
      {error === null ? null : <ErrorNote error={error} />}
      {job === undefined ? null : <Move job={job} />}
      {chosen === null ? null : (
        <MoveDialog
          to={chosen}
          stacks={stacks.map(({ name }) => name)}
          onClose={() => setChosen(null)}
          onBegun={(jobId) => {
            setBegunId(jobId);
            setChosen(null);
          }}
        />
      )}
    </Section>
  );
}
