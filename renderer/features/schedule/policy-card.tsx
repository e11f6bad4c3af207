import { type ReactNode, useId, useState } from 'react';
import type { PolicyView } from '../../../shared/model/schedule.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { cronWords } from '../../../shared/schedule/cron-words.ts';
import { call } from '../../client.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Switch } from '../../ui/field.tsx';
import { ActsMenu } from '../../ui/menu.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';
import { draftOfPolicy } from './policy-form.ts';
import { keepsWords, whatWords } from './policy-words.ts';
import { RemovePolicy } from './remove-policy.tsx';
import { RunAhead } from './run-ahead.tsx';
import { RunState } from './run-table.tsx';

/** This machine's, of which nothing need be said. */
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface CardProps {
  readonly policy: PolicyView;
  readonly stack: StackView;
  readonly onEdit: () => void;
}

/** One policy: what it does when, what it did last, and what can be done with it. */
export function PolicyCard({ policy, stack, onEdit }: CardProps): ReactNode {
  const { text } = useWords();
  const heading = useId();
  const act = useAct();
  const [removing, setRemoving] = useState(false);
  const load = useSchedule(({ load }) => load);
  const turn = (enabled: boolean): void =>
    act.run(async () => {
      await call('policies.save', { stack: stack.id, policy: policy.id, draft: { ...draftOfPolicy(policy), enabled } });
      await load(stack.id);
    });
  const runNow = (): void => act.run(async () => call('policies.run', { policy: policy.id }));
  return (
    <li className="card-box policy" aria-labelledby={heading}>
      <div className="policy-head">
        <h3 id={heading} className="one-line" title={policy.name}>
          {policy.name}
        </h3>
        <Switch label={text('panel.schedule.card.on')} on={policy.enabled} onChange={turn} />
      </div>
      <PolicyFacts policy={policy} />
      {act.error === null ? null : <ErrorNote error={act.error} />}
      <div className="policy-acts">
        {policy.origin === 'environment' ? (
          <span className="small secondary">{text('panel.schedule.card.environment')}</span>
        ) : null}
        <Button isPending={act.busy || stack.openJob !== null} onPress={runNow}>
          {text('panel.schedule.card.run')}
        </Button>
        <Button onPress={onEdit}>{text('panel.schedule.card.edit')}</Button>
        <ActsMenu
          label={text('panel.schedule.card.more', { policy: policy.name })}
          acts={[
            { id: 'remove', label: text('panel.schedule.card.remove'), act: () => setRemoving(true), danger: true },
          ]}
        />
      </div>
      {removing ? <RemovePolicy policy={policy} onClose={() => setRemoving(false)} /> : null}
    </li>
  );
}

function PolicyFacts({ policy }: { readonly policy: PolicyView }): ReactNode {
  const words = useWords();
  const { text } = words;
  const when = cronWords(policy.cron, words);
  return (
    <dl className="fact-list">
      <dt className="secondary">{text('panel.schedule.card.when')}</dt>
      <dd title={policy.cron}>
        {policy.zone === ownZone ? when : text('panel.schedule.card.zone', { when, zone: policy.zone })}
      </dd>
      <dt className="secondary">{text('panel.schedule.card.what')}</dt>
      <dd title={policy.only?.join('\n')}>{whatWords(policy, words)}</dd>
      <dt className="secondary">{text('panel.schedule.card.keeps')}</dt>
      <dd>{keepsWords(policy.retention, words)}</dd>
      <dt className="secondary">{text('panel.schedule.card.next')}</dt>
      <dd>
        <NextRun policy={policy} />
      </dd>
      <dt className="secondary">{text('panel.schedule.card.last')}</dt>
      <dd>
        <LastRun policy={policy} />
      </dd>
    </dl>
  );
}

function NextRun({ policy: { enabled, next } }: { readonly policy: PolicyView }): ReactNode {
  const { text } = useWords();
  const [first] = next;
  if (!enabled) return <span className="secondary">{text('panel.schedule.card.off')}</span>;
  if (first === undefined) return text('panel.schedule.card.noNext');
  return (
    <>
      <span className="run-planned">{first.planned}</span> <RunAhead at={first.at} />
    </>
  );
}

function LastRun({ policy: { lastRun } }: { readonly policy: PolicyView }): ReactNode {
  const { text, error } = useWords();
  if (lastRun === null) return <span className="secondary">{text('panel.schedule.card.noLast')}</span>;
  return (
    <>
      <span className="policy-last">
        <span className="run-planned">{lastRun.planned}</span>
        <RunState state={lastRun.state} />
      </span>
      {lastRun.reason === null ? null : <span className="field-hint">{error(lastRun.reason).message}</span>}
    </>
  );
}
