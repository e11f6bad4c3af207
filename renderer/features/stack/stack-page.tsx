import { type ReactNode, useEffect } from 'react';
import { type StackTab, useNavigation } from '../../stores/navigation.ts';
import { useReplicas } from '../../stores/replicas.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useWords } from '../../words.tsx';
import { ReplicaTab } from '../replica/replica-tab.tsx';
import { ScheduleTab } from '../schedule/schedule-tab.tsx';
import { UpgradeBanner } from '../upgrade/upgrade-banner.tsx';
import { BackupsTab } from './backups-tab.tsx';
import { CoverageTab } from './coverage-tab.tsx';
import { JobResult } from './job-result.tsx';
import { KeptNotes } from './kept-notes.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { StackHeader } from './stack-header.tsx';
import { StackJob } from './stack-job.tsx';

interface StackPageProps {
  readonly stackId: string;
  readonly tab: StackTab;
}

/** One stack: how it is, its backups, what they cover, and its settings. */
export function StackPage({ stackId, tab }: StackPageProps): ReactNode {
  const { text } = useWords();
  const stacks = useStacks(({ list }) => list);
  const error = useStacks(({ error }) => error);
  const go = useNavigation(({ go }) => go);
  const loadTargets = useReplicas(({ load }) => load);
  useEffect(() => {
    loadTargets(stackId).catch(() => undefined);
  }, [loadTargets, stackId]);
  const stack = stacks?.find(({ id }) => id === stackId);
  if (stack === undefined) {
    if (error !== null) return <ErrorNote error={error} />;
    if (stacks === null) return <Loading label={text('panel.stack.loading')} />;
    return (
      <Empty sentence={text('panel.stack.gone')}>
        <Button onPress={() => go({ page: 'overview' })}>{text('panel.stack.toOverview')}</Button>
      </Empty>
    );
  }
  return (
    <div className="stack-page">
      <StackHeader stack={stack} />
      <StackJob stackId={stackId} />
      {error === null ? null : <ErrorNote error={error} />}
      <JobResult stackId={stackId} />
      <UpgradeBanner stack={stack} />
      <KeptNotes stack={stack} />
      <Tabs
        label={text('panel.stack.tabs.label')}
        selected={tab}
        onSelect={(next) => go({ page: 'stack', stackId }, next)}
        tabs={[
          { id: 'backups', label: text('panel.stack.tabs.backups'), content: <BackupsTab stack={stack} /> },
          { id: 'schedule', label: text('panel.stack.tabs.schedule'), content: <ScheduleTab stack={stack} /> },
          { id: 'replica', label: text('panel.stack.tabs.replica'), content: <ReplicaTab stack={stack} /> },
          { id: 'coverage', label: text('panel.stack.tabs.coverage'), content: <CoverageTab stack={stack} /> },
          { id: 'settings', label: text('panel.stack.tabs.settings'), content: <SettingsTab stack={stack} /> },
        ]}
      />
    </div>
  );
}
