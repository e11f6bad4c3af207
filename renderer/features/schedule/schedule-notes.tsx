import type { ReactNode } from 'react';
import type { ScheduleState, StackSchedule } from '../../../shared/model/schedule.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import type { Act } from '../stack/use-act.ts';
import { localMinute } from '../../../shared/schedule/pause-end.ts';

interface NotesProps {
  readonly state: ScheduleState;
  readonly schedule: StackSchedule;
  readonly act: Act;
}

/** What stands in the way of the next nights: a pause, nobody who plans, no good backup that is young enough. */
export function ScheduleNotes({ state, schedule, act }: NotesProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const now = useNow();
  const resume = useSchedule(({ resume }) => resume);
  const { overdueSince, allowedAgeMs, policies } = schedule;
  return (
    <div className="schedule-notes">
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
      {state.owner === null && policies > 0 ? <Note state="alarm">{text('panel.schedule.owner.none')}</Note> : null}
      {overdueSince === null || allowedAgeMs === null ? null : (
        <Note state="alarm">
          {text('panel.schedule.overdue', {
            since: words.ago(overdueSince, Math.max(now, Date.parse(overdueSince))),
            age: words.duration(allowedAgeMs),
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
