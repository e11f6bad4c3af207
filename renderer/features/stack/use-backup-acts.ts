import type { BackupView, StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useKept } from '../../stores/kept.ts';
import type { MenuAct } from '../../ui/menu.tsx';
import { useWords } from '../../words.tsx';
import { useRollingBack } from '../rollback/rolling-back.ts';
import { unusableBecause } from './backup-rows.ts';
import type { Act } from './use-act.ts';

/** What lies over the list, and which backup it is about. */
export interface Opened {
  readonly what: 'details' | 'export' | 'delete';
  readonly id: string;
}

/** What can be done with each backup of a stack; what cannot be done now is disabled and says why. */
export function useBackupActs(
  stack: StackView,
  act: Act,
  open: (opened: Opened) => void,
): (backup: BackupView) => readonly MenuAct[] {
  const { text } = useWords();
  const rollBack = useRollingBack(({ open }) => open);
  const kept = useKept(({ list }) => list);
  return (backup) => {
    const { id } = backup;
    const unusable = unusableBecause(backup);
    const noPack = unusable === null ? null : text(`panel.stack.unusable.${unusable}`);
    const busy = stack.openJob === null ? null : text('panel.stack.busy');
    const running = backup.status === 'running' ? text('panel.stack.unusable.running') : null;
    const isKept = kept.some(({ stackId, backup: name }) => stackId === stack.id && name === backup.name);
    const needed = isKept ? text('panel.stack.unusable.kept') : null;
    const entry = (name: keyof typeof labels, refusal: string | null, run: () => void): MenuAct => ({
      id: name,
      label: labels[name],
      act: run,
      ...(refusal === null ? {} : { disabled: true, hint: refusal }),
    });
    const labels = {
      details: text('panel.stack.act.details'),
      rollback: text('panel.stack.act.rollback'),
      verify: text('panel.stack.act.verify'),
      export: text('panel.stack.act.export'),
      folder: text('panel.stack.act.folder'),
      delete: text('panel.stack.act.delete'),
    };
    return saidOnce([
      entry('details', null, () => open({ what: 'details', id })),
      entry('rollback', noPack ?? busy, () => rollBack(stack.id, id)),
      entry('verify', noPack ?? busy, () => act.run(async () => call('backups.verify', { backup: id }))),
      entry('export', noPack ?? busy, () => open({ what: 'export', id })),
      entry('folder', noPack, () => act.run(async () => call('backups.showFolder', { backup: id }))),
      { ...entry('delete', running ?? needed ?? busy, () => open({ what: 'delete', id })), danger: true },
    ]);
  };
}

/** The same reason several times below each other is no more readable. */
function saidOnce(acts: readonly MenuAct[]): readonly MenuAct[] {
  return acts.map(({ hint, ...act }, at) =>
    hint === undefined || acts.slice(0, at).some((before) => before.hint === hint) ? act : { ...act, hint },
  );
}
