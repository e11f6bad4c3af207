import { type ReactNode, useCallback, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import { call, reportOf } from '../../client.ts';
import { busyJobOf, useJobs } from '../../stores/jobs.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useStacks } from '../../stores/stacks.ts';
import { noteFault } from '../../../shared/model/note.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { busyReport } from '../busy-report.ts';
import { useLatestAnswer } from '../latest-answer.ts';
import { useBackingUp } from './backing-up.ts';
import { BackupFacts } from './backup-facts.tsx';
import { BackupForm } from './backup-form.tsx';
import {
  type BackupRequest,
  backupRequest,
  candidatesOf,
  type CandidateSource,
  standardBackup,
} from './backup-settings.ts';

/** *Backup now*: what will be stopped, how long and how big, before anything is. */
export function BackupDialog(): ReactNode {
  const stackId = useBackingUp(({ stackId }) => stackId);
  const stack = useStacks(({ list }) => list?.find(({ id }) => id === stackId));
  return stack === undefined ? null : <OpenDialog key={stack.id} stack={stack} />;
}

function OpenDialog({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const close = useBackingUp(({ close }) => close);
  const go = useNavigation(({ go }) => go);
  const [settings, setSettings] = useState(() => standardBackup(stack));
  const [candidates, setCandidates] = useState<readonly CandidateSource[]>([]);
  const [fault, setFault] = useState<ErrorReport | null>(null);
  const [starting, setStarting] = useState(false);
  const busy = useJobs(({ list }) => busyJobOf(list, stack.id));

  const request = backupRequest(stack, settings, candidates);
  // Type, version and note change no number: typing asks nothing.
  const { type, appVersion, note } = standardBackup(stack);
  const question = backupRequest(stack, { ...settings, type, appVersion, note }, candidates);
  const ask = useCallback(async (question: BackupRequest) => {
    const preview = await call('backups.preview', question);
    if (question.only === undefined) setCandidates(candidatesOf(preview));
    return preview;
  }, []);
  const preview = useLatestAnswer(question, ask);

  const may =
    request !== null &&
    noteFault(request.note ?? '') === null &&
    preview.current &&
    preview.error === null &&
    preview.value?.refusals.length === 0 &&
    busy === undefined &&
    !starting;
  const leave = () => {
    close();
    go({ page: 'stack', stackId: stack.id });
  };
  const start = () => {
    if (request === null) return;
    setStarting(true);
    setFault(null);
    const refused = (error: unknown) => {
      setFault(reportOf(error));
      setStarting(false);
      preview.again();
    };
    call('backups.start', request).then(leave, refused);
  };

  return (
    <Dialog
      title={text('panel.backup.title', { stack: stack.name })}
      onClose={close}
      buttons={
        <>
          <Button onPress={close}>{text('panel.backup.notNow')}</Button>
          <Button kind="primary" isDisabled={!may} onPress={start}>
            {text('panel.backup.act', { stack: stack.name })}
          </Button>
        </>
      }
    >
      <BackupForm stack={stack} settings={settings} candidates={candidates} onChange={setSettings} />
      <BackupFacts preview={preview} nothingChosen={request === null} />
      {busy === undefined ? null : <ErrorNote error={busyReport(busy)} />}
      {fault === null ? null : <ErrorNote error={fault} />}
    </Dialog>
  );
}
