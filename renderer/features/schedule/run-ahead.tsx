import type { ReactNode } from 'react';
import { isPausedThen } from '../../../shared/schedule/pause-end.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { Ahead, useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';

/** From here on people say the date, and that stands beside it. */
const farMs = 7 * 24 * 3_600_000;

/** How long it is until a planned time (ISO 8601); that nothing begins then where the pause of now reaches so far. */
export function RunAhead({ at }: { readonly at: string }): ReactNode {
  const { text } = useWords();
  const now = useNow();
  const paused = useSchedule(({ state }) => state?.paused ?? null);
  if (isPausedThen(paused, at)) return <span className="secondary">{text('panel.schedule.notThen')}</span>;
  if (Date.parse(at) - now >= farMs) return null;
  return (
    <span className="secondary">
      <Ahead time={at} />
    </span>
  );
}
