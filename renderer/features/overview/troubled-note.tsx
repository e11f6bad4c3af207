import type { ReactNode } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useReadRuns } from '../../stores/read-runs.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { troubledNights, troubledSentence } from './troubled-nights.ts';

/** Nights that were missed or failed since the last good backup; said until it was read. */
export function TroubledNote({ stacks }: { readonly stacks: readonly StackView[] }): ReactNode {
  const words = useWords();
  const { text } = words;
  const go = useNavigation(({ go }) => go);
  const ids = useReadRuns(({ ids }) => ids);
  const read = useReadRuns(({ read }) => read);
  const nights = troubledNights(stacks, ids);
  if (nights.length === 0) return null;
  return (
    <Note state="attention">
      <p>{text('panel.overview.troubled.title')}</p>
      {nights.map((night) => (
        <p key={night.stackId}>{troubledSentence(night, words)}</p>
      ))}
      <div className="note-acts">
        {nights.map(({ stackId, stack }) => (
          <Button key={stackId} onPress={() => go({ page: 'stack', stackId }, 'schedule')}>
            {text('panel.overview.troubled.open', { stack })}
          </Button>
        ))}
        <Button onPress={() => read(stacks.flatMap(({ schedule }) => schedule.troubled.map(({ id }) => id)))}>
          {text('panel.overview.troubled.read')}
        </Button>
      </div>
    </Note>
  );
}
