import { type ReactNode, useState } from 'react';
import { upgradePatience } from '../../../shared/model/upgrade.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { openJobOf, useJobs } from '../../stores/jobs.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { busyReport } from '../busy-report.ts';
import { useAct } from '../stack/use-act.ts';
import { useProtecting } from './protecting.ts';

/** *Protect an upgrade*: makes a point, and promises to go back to it unless the operator keeps the new version. */
export function UpgradeDialog(): ReactNode {
  const stackId = useProtecting(({ stackId }) => stackId);
  const stack = useStacks(({ list }) => list?.find(({ id }) => id === stackId));
  return stack === undefined ? null : <OpenDialog key={stack.id} stack={stack} />;
}

function OpenDialog({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const close = useProtecting(({ close }) => close);
  const go = useNavigation(({ go }) => go);
  const busy = useJobs(({ list }) => openJobOf(list, stack.id));
  const act = useAct();
  const [appVersion, setAppVersion] = useState(stack.lastGood?.appVersion ?? '');
  const [images, setImages] = useState(false);
  const [health, setHealth] = useState(String(upgradePatience.healthMinutes));
  const [confirm, setConfirm] = useState(String(upgradePatience.confirmMinutes));
  const healthMinutes = minutesOf(health);
  const confirmMinutes = minutesOf(confirm);
  const isCompose = stack.definition.kind === 'compose';
  const fault = { fault: text('panel.upgrade.notMinutes', { most: upgradePatience.mostMinutes }) };
  const start = (): void => {
    if (healthMinutes === null || confirmMinutes === null) return;
    const version = appVersion.trim();
    const request = { stack: stack.id, images, healthMinutes, confirmMinutes };
    act.run(
      async () => call('upgrades.begin', { ...request, ...(version === '' ? {} : { appVersion: version }) }),
      () => {
        close();
        go({ page: 'stack', stackId: stack.id });
      },
    );
  };
  return (
    <Dialog
      title={text('panel.upgrade.title', { stack: stack.name })}
      onClose={close}
      buttons={
        <>
          <Button onPress={close}>{text('panel.upgrade.notNow')}</Button>
          <Button
            kind="primary"
            isDisabled={act.busy || busy !== undefined || healthMinutes === null || confirmMinutes === null}
            onPress={start}
          >
            {text('panel.upgrade.begin')}
          </Button>
        </>
      }
    >
      <p>{text(isCompose ? 'panel.upgrade.body.compose' : 'panel.upgrade.body.folder')}</p>
      <TextField
        label={text('panel.upgrade.version')}
        value={appVersion}
        onChange={(value) => setAppVersion(value.slice(0, 100))}
        hint={text('panel.upgrade.versionHint')}
      />
      <div className="upgrade-pair">
        <TextField
          label={text('panel.upgrade.confirmMinutes')}
          value={confirm}
          onChange={setConfirm}
          {...(confirmMinutes === null ? fault : { hint: text('panel.upgrade.confirmHint') })}
        />
        {isCompose ? (
          <TextField
            label={text('panel.upgrade.healthMinutes')}
            value={health}
            onChange={setHealth}
            {...(healthMinutes === null ? fault : { hint: text('panel.upgrade.healthHint') })}
          />
        ) : null}
      </div>
      {isCompose ? (
        <Checkbox
          label={text('panel.upgrade.images')}
          hint={text('panel.upgrade.imagesHint')}
          on={images}
          onChange={setImages}
        />
      ) : null}
      {busy === undefined ? null : <ErrorNote error={busyReport(busy)} />}
      {act.error === null ? null : <ErrorNote error={act.error} />}
    </Dialog>
  );
}

/** Whole minutes up to a day; null for anything else. */
function minutesOf(typed: string): number | null {
  const minutes = /^\d{1,5}$/u.test(typed.trim()) ? Number(typed) : 0;
  return minutes >= 1 && minutes <= upgradePatience.mostMinutes ? minutes : null;
}
