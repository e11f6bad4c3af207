import type { ReactNode } from 'react';
import { call } from '../../client.ts';
import { useJobs } from '../../stores/jobs.ts';
import { useQuit } from '../../stores/quit.ts';
import { useStacks } from '../../stores/stacks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../words.tsx';
import { awaitsOperator } from '../upgrade/upgrade-view.ts';
import { mayStopServices } from '../may-stop.ts';

/** Asked when the operator quits while a job runs. */
export function QuitDialog(): ReactNode {
  const { text } = useWords();
  const { job, answered } = useQuit();
  const stacks = useStacks(({ list }) => list);
  // It ends all jobs that run here, not the one alone because of which it asks.
  const stops = useJobs(({ list }) =>
    [...(job === null ? [] : [job]), ...list.filter(({ endedAt }) => endedAt === null)].some((open) =>
      mayStopServices(open, stacks),
    ),
  );
  if (job === null) return null;
  const waits = awaitsOperator(job);
  const decide = (decision: 'wait' | 'cancel' | 'stay') => () => {
    answered();
    call('panel.quit', { decision }).catch(() => undefined);
  };
  const what = { kind: text(`words.jobKind.${job.kind}`), stack: job.stack ?? 'Lifeboat' };
  return (
    <Dialog
      wide
      role="alertdialog"
      title={text('panel.quit.title', what)}
      onClose={decide('stay')}
      buttons={
        <>
          <Button onPress={decide('stay')}>{text('panel.quit.stay')}</Button>
          <Button kind="danger" onPress={decide('cancel')}>
            {waits ? text('panel.quit.leave') : text('panel.quit.cancel', what)}
          </Button>
          <Button kind="primary" autoFocus onPress={decide('wait')}>
            {text('panel.quit.wait', what)}
          </Button>
        </>
      }
    >
      <p>{text(waits ? 'panel.quit.bodyUpgrade' : stops ? 'panel.quit.body' : 'panel.quit.bodyNoServices')}</p>
    </Dialog>
  );
}
