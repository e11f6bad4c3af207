import type { BackupView, StackView } from '../../../shared/model/view.ts';
import { call } from '../../client.ts';
import { useBackups } from '../../stores/backups.ts';
import { useKept } from '../../stores/kept.ts';
import type { MenuAct } from '../../ui/menu.tsx';
import { useWords } from '../../words.tsx';
import { targetsWith } from '../replica/backup-copies.ts';
import { useTargets } from '../replica/use-targets.ts';
import { useRollingBack } from '../rollback/rolling-back.ts';
import { type Refusal, refusalsOf } from './refusals.ts';
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
  const { marksOf } = useTargets(stack.id);
  const load = useBackups(({ load }) => load);
  const setPinned = (id: string, pinned: boolean): void => {
    act.run(async () => {
      await call('backups.setPinned', { backup: id, pinned });
      await load(stack.id);
    });
  };
  return (backup) => {
    const { id } = backup;
    const isKept = kept.some(({ stackId, backup: name }) => stackId === stack.id && name === backup.name);
    const refusals = refusalsOf(backup, { isBusy: stack.openJob !== null, isKept });
    const entry = (name: keyof typeof labels, refusal: Refusal | null, run: () => void): MenuAct => ({
      id: name,
      label: labels[name],
      act: run,
      ...(refusal === null ? {} : { disabled: true, hint: text(`panel.stack.unusable.${refusal}`) }),
    });
    const labels = {
      details: text('panel.stack.act.details'),
      fetch: text('panel.replica.fetch'),
      rollback: text('panel.stack.act.rollback'),
      verify: text('panel.stack.act.verify'),
      export: text('panel.stack.act.export'),
      folder: text('panel.stack.act.folder'),
      pin: text('panel.stack.act.pin'),
      unpin: text('panel.stack.act.unpin'),
      delete: text('panel.stack.act.delete'),
    };
    return saidOnce([
      entry('details', null, () => open({ what: 'details', id })),
      ...(backup.missing && targetsWith(marksOf(id)).length > 0
        ? [entry('fetch', refusals.fetch, () => act.run(async () => call('replicas.fetch', { backup: id })))]
        : []),
      entry('rollback', refusals.rollback, () => rollBack(stack.id, id)),
      entry('verify', refusals.verify, () => act.run(async () => call('backups.verify', { backup: id }))),
      backup.pinned
        ? entry('unpin', null, () => setPinned(id, false))
        : entry('pin', refusals.pin, () => setPinned(id, true)),
      entry('export', refusals.export, () => open({ what: 'export', id })),
      entry('folder', refusals.folder, () => act.run(async () => call('backups.showFolder', { backup: id }))),
      { ...entry('delete', refusals.delete, () => open({ what: 'delete', id })), danger: true },
    ]);
  };
}

/** The same reason several times below each other is no more readable. */
function saidOnce(acts: readonly MenuAct[]): readonly MenuAct[] {
  return acts.map(({ hint, ...act }, at) =>
    hint === undefined || acts.slice(0, at).some((before) => before.hint === hint) ? act : { ...act, hint },
  );
}
