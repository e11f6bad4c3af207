import type { ReactNode } from 'react';
import { useNavigation } from '../../stores/navigation.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { useStacks } from '../../stores/stacks.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { StandstillNotes } from '../schedule/standstill-notes.tsx';
import { useAct } from '../stack/use-act.ts';

/** Above every page but the Schedule tab, which says it itself: that nothing is backed up by itself now, and why. */
export function ScheduleBanner(): ReactNode {
  const place = useNavigation(({ place }) => place);
  const state = useSchedule(({ state }) => state);
  const planned = useStacks(({ list }) => list?.some(({ schedule }) => schedule.policies > 0) === true);
  const act = useAct();
  if (state === null || (place.page === 'stack' && place.tab === 'schedule')) return null;
  const isGoing = state.paused === null && (state.owner !== null || !planned);
  if (isGoing && act.error === null) return null;
  return (
    <div className="schedule-banner">
      {act.error === null ? null : <ErrorNote error={act.error} />}
      <StandstillNotes state={state} planned={planned} act={act} />
    </div>
  );
}
