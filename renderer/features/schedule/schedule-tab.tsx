import { type ReactNode, useId, useState } from 'react';
import type { PolicyView } from '../../../shared/model/schedule.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';
import { useWatch } from '../use-watch.ts';
import { FirstPolicy } from './first-policy.tsx';
import { NightStrip } from './night-strip.tsx';
import { PauseMenu } from './pause-menu.tsx';
import { PolicyCard } from './policy-card.tsx';
import { PolicyDialog } from './policy-dialog.tsx';
import type { Preset } from './presets.ts';
import { RunTable } from './run-table.tsx';
import { ScheduleFacts, ScheduleNotes } from './schedule-notes.tsx';
import { UpcomingRuns } from './upcoming-runs.tsx';

const shownRuns = 100;

/** When a stack is backed up by itself, what became of it, and what comes next. */
export function ScheduleTab({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const known = useSchedule(({ of }) => of[stack.id]);
  const state = useSchedule(({ state }) => state);
  const error = useSchedule(({ error }) => error);
  const load = useSchedule(({ load }) => load);
  const [edited, setEdited] = useState<PolicyView | Preset | null>(null);
  const pausing = useAct();
  useWatch(load, stack.id);
  if (known === undefined || state === null)
    return error === null ? <Loading label={text('panel.stack.loading')} /> : <ErrorNote error={error} />;
  const { policies, runs } = known;
  return (
    <div className="schedule">
      {error === null ? null : <ErrorNote error={error} />}
      {pausing.error === null ? null : <ErrorNote error={pausing.error} />}
      <ScheduleNotes state={state} schedule={stack.schedule} act={pausing} />
      {policies.length === 0 ? (
        <FirstPolicy stack={stack} onChoose={setEdited} />
      ) : (
        <>
          {stack.schedule.nights.length === 0 ? null : <NightStrip nights={stack.schedule.nights} runs={runs} />}
          <Policies stack={stack} policies={policies} onEdit={setEdited}>
            <PauseMenu act={pausing} />
          </Policies>
          <ScheduleFacts state={state} schedule={stack.schedule} />
          <UpcomingRuns policies={policies} />
        </>
      )}
      {policies.length === 0 && runs.length === 0 ? null : <RunTable runs={runs.slice(0, shownRuns)} />}
      {edited === null ? null : (
        <PolicyDialog stack={stack} edited={edited} policies={policies} onClose={() => setEdited(null)} />
      )}
    </div>
  );
}

interface PoliciesProps {
  readonly stack: StackView;
  readonly policies: readonly PolicyView[];
  readonly onEdit: (edited: PolicyView | Preset) => void;
  /** Beside *Add*. */
  readonly children: ReactNode;
}

function Policies({ stack, policies, onEdit, children }: PoliciesProps): ReactNode {
  const { text } = useWords();
  const heading = useId();
  return (
    <section className="schedule-part" aria-labelledby={heading}>
      <div className="schedule-head">
        <h2 id={heading}>{text('panel.schedule.label')}</h2>
        {children}
        <Button onPress={() => onEdit('own')}>{text('panel.schedule.add')}</Button>
      </div>
      <ul className="policies" aria-labelledby={heading}>
        {policies.map((policy) => (
          <PolicyCard key={policy.id} policy={policy} stack={stack} onEdit={() => onEdit(policy)} />
        ))}
      </ul>
    </section>
  );
}
