import type { ReactNode } from 'react';
import { isPausedThen } from '../../../shared/schedule/pause-end.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { Ahead } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';

/** How long it is until a planned time (ISO 8601); that nothing begins then where the pause of now reaches so far. */
export function RunAhead({ at }: { readonly at: string }): ReactNode {
  const { text } = useWords();
  const paused = useSchedule(({ state }) => state?.paused ?? null);
  return (
    <span className="secondary">{isPausedThen(paused, at) ? text('panel.schedule.notThen') : <Ahead time={at} />}</span>
  );
}
