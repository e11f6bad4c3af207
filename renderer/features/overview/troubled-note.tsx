import type { ReactNode } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useReadRuns } from '../../stores/read-runs.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import { namedNights, type TroubledNights, troubledSentence } from './troubled-nights.ts';

interface NoteProps {
  readonly stacks: readonly StackView[];
  /** Theirs that were not read. */
  readonly nights: readonly TroubledNights[];
}

/** Nights that were missed or failed since the last good backup; said until it was read. */
export function TroubledNote({ stacks, nights }: NoteProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const go = useNavigation(({ go }) => go);
  const read = useReadRuns(({ read }) => read);
  if (nights.length === 0) return null;
  const named = namedNights(nights);
  return (
    <Note state="attention">
      <p>
        {named.length === 0
          ? text('panel.overview.troubled.many', { count: nights.length })
          : text('panel.overview.troubled.title')}
      </p>
      {named.map((night) => (
        <p key={night.stackId}>{troubledSentence(night, words)}</p>
      ))}
      <div className="note-acts">
        {named.map(({ stackId, stack }) => (
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
