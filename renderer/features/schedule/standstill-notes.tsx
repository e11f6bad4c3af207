import type { ReactNode } from 'react';
import type { ScheduleState } from '../../../shared/model/schedule.ts';
import { localMinute } from '../../../shared/schedule/pause-end.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import type { Act } from '../stack/use-act.ts';

interface StandstillProps {
  readonly state: ScheduleState;
  /** Whether any policy is on: without one, nobody need plan. */
  readonly planned: boolean;
  /** Resumes. */
  readonly act: Act;
}

/** Why no policy begins anything now: a pause, and nobody who plans. */
export function StandstillNotes({ state, planned, act }: StandstillProps): ReactNode {
  const { text } = useWords();
  const resume = useSchedule(({ resume }) => resume);
  return (
    <>
      {state.paused === null ? null : (
        <Note state="attention">
          <div className="schedule-paused">
            <p>
              {state.paused.until === null
                ? text('panel.schedule.pausing.untilResumed')
                : text('panel.schedule.pausing.until', { time: localMinute(state.paused.until) })}
            </p>
            <Button isPending={act.busy} onPress={() => act.run(resume)}>
              {text('panel.schedule.pausing.resume')}
            </Button>
          </div>
        </Note>
      )}
      {state.owner === null && planned ? <Note state="alarm">{text('panel.schedule.owner.none')}</Note> : null}
    </>
  );
}
