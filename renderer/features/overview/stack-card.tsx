import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { StackView } from '../../../shared/model/view.ts';
import { useBackups } from '../../stores/backups.ts';
import { openJobOf, useJobs } from '../../stores/jobs.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Light } from '../../ui/light.tsx';
import { useWords } from '../../words.tsx';
import { useBackingUp } from '../backup/backing-up.ts';
import { JobStrip } from '../job-strip.tsx';
import { lightName, stackLight } from '../../../shared/stack/stack-light.ts';
import { reasonSentences, stackReason } from '../../../shared/stack/stack-reason.ts';
import { ReplicaStates } from '../replica/replica-states.tsx';
import { NextRun } from '../schedule/next-run.tsx';
import { NightMarks } from '../schedule/night-marks.tsx';
import { StackFacts } from './stack-facts.tsx';
import { sizesOf } from './trend.ts';
import { TrendBars } from './trend-bars.tsx';
import { reasonBeside } from './troubled-nights.ts';

interface StackCardProps {
  readonly stack: StackView;
  readonly now: number;
  /** Its troubled nights are told above. */
  readonly isTold: boolean;
}

/** A stack on the overview: how it is and why, its last good backup, and what runs on it now. Leads to its page. */
export function StackCard({ stack, now, isTold }: StackCardProps): ReactNode {
  const words = useWords();
  const go = useNavigation(({ go }) => go);
  const backUp = useBackingUp(({ open }) => open);
  const job = useJobs(({ list }) => openJobOf(list, stack.id));
  const backups = useBackups(({ of }) => of[stack.id]);
  const light = stackLight(stack, now);
  const reason = stackReason(stack, now);
  return (
    <li className="card">
      <div className="card-main">
        <Light state={light} label={words.text(`panel.light.${lightName(stack, now)}`)} />
        <div className="card-text">
          <h2 className="card-name">
            <AriaButton className="card-link" onPress={() => go({ page: 'stack', stackId: stack.id })}>
              {stack.name}
            </AriaButton>
          </h2>
          {reasonSentences(isTold ? reasonBeside(reason) : reason, words, now).map(({ text, time }) => (
            <p key={text} className="card-reason">
              {time === null ? (
                text
              ) : (
                <time className="card-time" dateTime={time} title={time}>
                  {text}
                </time>
              )}
            </p>
          ))}
          <Nights schedule={stack.schedule} />
          <ReplicaStates stackId={stack.id} />
          {stack.backups === 0 ? null : <StackFacts stack={stack} backups={backups} />}
        </div>
        <TrendBars sizes={sizesOf(backups ?? [])} />
        <div className="card-act">
          <Button
            aria-label={words.text('panel.overview.backUpOf', { stack: stack.name })}
            isPending={job !== undefined}
            onPress={() => backUp(stack.id)}
          >
            {words.text('panel.overview.backUp')}
          </Button>
        </div>
      </div>
      {job === undefined ? null : (
        <div className="card-job">
          <JobStrip job={job} />
        </div>
      )}
    </li>
  );
}

/** What became of the last nights, and when the next is; nothing while the stack has no policy that is on. */
function Nights({ schedule }: Pick<StackView, 'schedule'>): ReactNode {
  if (schedule.policies === 0) return null;
  return (
    <div className="card-nights small secondary">
      <NightMarks nights={schedule.nights} />
      <NextRun schedule={schedule} />
    </div>
  );
}
