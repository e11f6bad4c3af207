import { type ReactNode, useEffect } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { useBackups } from '../../stores/backups.ts';
import { useReadRuns } from '../../stores/read-runs.ts';
import { useReplicas } from '../../stores/replicas.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Light } from '../../ui/light.tsx';
import { useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { lastNight, lastNightSentence } from './last-night.ts';
import { FirstStack } from './first-stack.tsx';
import { StackCard } from './stack-card.tsx';
import { summaryOf, summarySentence } from './summary.ts';
import { namedNights, troubledNights } from './troubled-nights.ts';
import { TroubledNote } from './troubled-note.tsx';

/** Every stack with its light, under one line for all of them. */
export function OverviewPage(): ReactNode {
  const { list, error, load } = useStacks();
  const words = useWords();
  if (error !== null)
    return (
      <div className="overview">
        <Headline light="alarm" sentence={words.text('panel.overview.summary.unknown')} />
        <ErrorNote error={error} />
        <div>
          <Button onPress={() => void load()}>{words.text('panel.overview.again')}</Button>
        </div>
      </div>
    );
  if (list === null) return <Loading label={words.text('panel.overview.loading')} />;
  return list.length === 0 ? <FirstStack /> : <Stacks stacks={list} />;
}

function Stacks({ stacks }: { readonly stacks: readonly StackView[] }): ReactNode {
  const words = useWords();
  const now = useNow();
  useBackupsOf(stacks);
  const summary = summaryOf(stacks, now);
  const night = lastNight(stacks, now);
  const read = useReadRuns(({ ids }) => ids);
  const nights = troubledNights(stacks, read);
  const told = new Set(namedNights(nights).map(({ stackId }) => stackId));
  return (
    <div className="overview">
      <Headline light={summary.light} sentence={summarySentence(summary, words)}>
        {night === null ? null : <p className="secondary">{lastNightSentence(night, words)}</p>}
      </Headline>
      <TroubledNote stacks={stacks} nights={nights} />
      <ul className="cards" aria-label={words.text('panel.frame.stacks')}>
        {stacks.map((stack) => (
          <StackCard key={stack.id} stack={stack} now={now} isTold={told.has(stack.id)} />
        ))}
      </ul>
    </div>
  );
}

interface HeadlineProps {
  readonly light: 'good' | 'attention' | 'alarm' | 'none';
  readonly sentence: string;
  /** Below the sentence. */
  readonly children?: ReactNode;
}

function Headline({ light, sentence, children }: HeadlineProps): ReactNode {
  return (
    <div className="headline" role="status">
      <Light state={light} label="" />
      <div className="headline-text">
        <h1>{sentence}</h1>
        {children}
      </div>
    </div>
  );
}

/** Fetches the backups and targets of stacks that nobody has looked at yet. */
function useBackupsOf(stacks: readonly StackView[]): void {
  const load = useBackups(({ load }) => load);
  const loadTargets = useReplicas(({ load }) => load);
  const ids = stacks.map(({ id }) => id).join('\n');
  useEffect(() => {
    const known = useBackups.getState().of;
    const unknown = ids.split('\n').filter((id) => known[id] === undefined);
    const targets = useReplicas.getState().of;
    const unseen = ids.split('\n').filter((id) => targets[id] === undefined);
    Promise.all([...unknown.map((id) => load(id)), ...unseen.map((id) => loadTargets(id))]).catch(() => undefined);
  }, [ids, load, loadTargets]);
}
