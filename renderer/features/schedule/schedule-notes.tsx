import type { ReactNode } from 'react';
import type { ScheduleState, StackSchedule } from '../../../shared/model/schedule.ts';
import { localMinute } from '../../../shared/schedule/pause-end.ts';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import type { Act } from '../stack/use-act.ts';
import { StandstillNotes } from './standstill-notes.tsx';

interface NotesProps {
  readonly state: ScheduleState;
  readonly schedule: StackSchedule;
  readonly act: Act;
}

/** What stands in the way of the next nights: a pause, nobody who plans, no good backup that is young enough. */
export function ScheduleNotes({ state, schedule, act }: NotesProps): ReactNode {
  const { text, duration } = useWords();
  const { overdueSince, allowedAgeMs, policies } = schedule;
  return (
    <div className="schedule-notes">
      <StandstillNotes state={state} planned={policies > 0} act={act} />
      {overdueSince === null || allowedAgeMs === null ? null : (
        <Note state="alarm">
          {text('panel.schedule.overdue', {
            since: localMinute(overdueSince),
            age: duration(allowedAgeMs),
          })}
        </Note>
      )}
    </div>
  );
}

/** Which process begins the runs, and when the age of the newest good backup becomes an alarm. */
export function ScheduleFacts({ state, schedule }: Omit<NotesProps, 'act'>): ReactNode {
  const { text, duration } = useWords();
  const { owner } = state;
  return (
    <p className="schedule-facts small secondary">
      {owner === null ? null : (
        <span>
          {owner.kind === 'panel'
            ? text('panel.schedule.owner.panel')
            : text('panel.schedule.owner.daemon', { pid: owner.pid })}
        </span>
      )}
      {schedule.allowedAgeMs === null ? null : (
        <span>{text('panel.schedule.allowed', { age: duration(schedule.allowedAgeMs) })}</span>
      )}
    </p>
  );
}
