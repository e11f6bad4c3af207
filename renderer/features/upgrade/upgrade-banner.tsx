import { type ReactNode, useState } from 'react';
import { type Upgrade, waitingStates } from '../../../shared/model/upgrade.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useUpgrades } from '../../stores/upgrades.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { ConfirmDialog } from '../stack/confirm-dialog.tsx';
import { useAct } from '../stack/use-act.ts';
import { useWatch } from '../use-watch.ts';
import { LatestPoint } from './latest-point.tsx';
import { leftOf, shownUpgrade } from './upgrade-view.ts';

/** A guarded upgrade where its stack is: what the operator does next, and the time that is left for it. */
export function UpgradeBanner({ stack }: { readonly stack: StackView }): ReactNode {
  const upgrades = useUpgrades(({ of }) => of[stack.id]);
  const load = useUpgrades(({ load }) => load);
  useWatch(load, stack.id);
  const shown = shownUpgrade(upgrades ?? []);
  if (shown === null) return <LatestPoint stack={stack} />;
  return <Banner key={shown.id} upgrade={shown} />;
}

function Banner({ upgrade }: { readonly upgrade: Upgrade }): ReactNode {
  const words = useWords();
  const { text } = words;
  const now = useNow();
  const load = useUpgrades(({ load }) => load);
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const { id, state, stackId, decision } = upgrade;
  const left = leftOf(upgrade, now);
  const decide = (word: 'keep' | 'check') => () =>
    act.run(
      async () => call('upgrades.decide', { upgrade: id, decision: word }),
      () => {
        load(stackId).catch(() => undefined);
      },
    );
  const failure = state === 'failed' && upgrade.reason !== null ? words.error(upgrade.reason) : null;
  const isWaiting = waitingStates.has(state);
  const isTold = act.busy || decision === 'keep' || decision === 'back';
  return (
    <Note state={state === 'failed' ? 'alarm' : 'attention'}>
      <div className="kept" role="group" aria-label={text('panel.upgrade.banner')}>
        <p className="kept-text">
          {failure?.message ?? text(`panel.upgrade.doing.${sentenceOf(upgrade)}`)}{' '}
          {left !== null && isWaiting ? text('panel.upgrade.left', { left: words.duration(left) }) : null}
          {failure === null ? null : <span className="field-hint">{failure.action}</span>}
        </p>
        {state === 'upgrading' && upgrade.command === null ? (
          <Button kind="primary" isDisabled={isTold || decision === 'check'} onPress={decide('check')}>
            {text('panel.upgrade.check')}
          </Button>
        ) : null}
        {isWaiting ? (
          <Button
            {...(state === 'confirming' ? { kind: 'primary' as const } : {})}
            isDisabled={isTold}
            onPress={decide('keep')}
          >
            {text('panel.upgrade.keep')}
          </Button>
        ) : null}
        {isWaiting || state === 'failed' ? (
          <Button isDisabled={isTold} onPress={() => setAsking(true)}>
            {text('panel.upgrade.back')}
          </Button>
        ) : null}
      </div>
      {act.error === null ? null : <ErrorNote error={act.error} />}
      {asking ? <BackDialog upgrade={upgrade} onClose={() => setAsking(false)} /> : null}
    </Note>
  );
}

function sentenceOf({ state, command }: Upgrade): 'byHand' | 'byCommand' | 'checking' | 'confirming' | 'goingBack' {
  if (state === 'checking') return 'checking';
  if (state === 'confirming') return 'confirming';
  if (state === 'upgrading') return command === null ? 'byHand' : 'byCommand';
  return 'goingBack';
}

function BackDialog({ upgrade, onClose }: { readonly upgrade: Upgrade; readonly onClose: () => void }): ReactNode {
  const { text } = useWords();
  return (
    <ConfirmDialog
      title={text('panel.upgrade.backTitle', { stack: upgrade.stack })}
      ask={async () => call('upgrades.askBack', { upgrade: upgrade.id })}
      act={async (token) => call('upgrades.back', { token })}
      actLabel={text('panel.upgrade.back')}
      danger
      onClose={onClose}
    >
      {(facts) => (
        <>
          <p>{text(facts.compose === null ? 'panel.upgrade.backBody.folder' : 'panel.upgrade.backBody.compose')}</p>
          <p>{text('panel.upgrade.backKeeps')}</p>
        </>
      )}
    </ConfirmDialog>
  );
}
