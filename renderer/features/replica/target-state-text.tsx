import type { ReactNode } from 'react';
import type { ReplicaView } from '../../../shared/model/replica.ts';
import { Light } from '../../ui/light.tsx';
import { useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { targetSentence, targetState } from './target-state.ts';

interface StateProps {
  readonly target: ReplicaView;
  /** With the target's name before it, where nothing else says which it is. */
  readonly named?: boolean;
}

/** How a target is, in words. */
export function TargetStateText({ target, named = false }: StateProps): ReactNode {
  const words = useWords();
  const now = useNow();
  const state = targetState(target);
  const said = targetSentence(state, words, now);
  const { at } = state;
  return (
    <span className="target-state">
      <Light state={state.light} label="" />
      <span {...(at === null ? {} : { title: at })}>
        {named ? words.text('panel.replica.named', { target: target.name, state: said }) : said}
      </span>
    </span>
  );
}
