import type { BackupType } from '../../shared/model/backup.ts';
import type { BackupView } from '../../shared/model/view.ts';
import { AppError } from '../core/errors.ts';
import type { Session } from './session.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** The backup that was named, or one chosen from a list on a terminal. `usable` filters the list only, `type` both. */
export async function chooseBackup(
  session: Session,
  named: string | undefined,
  stack: string | undefined,
  usable: (backup: BackupView) => boolean = isWhole,
  type?: BackupType,
): Promise<BackupView> {
  const { engine, terminal, words } = session;
  if (named !== undefined) return await engine.findBackup(named, stack, type);
  if (terminal.prompts === null) throw new AppError('USAGE_INVALID', { detail: words.text('cli.ask.needBackup') });
  const backups = (await engine.backups(stack)).filter(
    (backup) => usable(backup) && (type === undefined || backup.type === type),
  );
  if (backups.length === 0) throw new AppError('USAGE_INVALID', { detail: words.text('cli.ask.noBackups') });
  const id = await terminal.prompts.choose(
    words.text('cli.ask.chooseBackup'),
    backups.map((backup) => ({ value: backup.id, label: label(backup, words) })),
  );
  return backups.find((backup) => backup.id === id) ?? (await engine.findBackup(id));
}

/** Whether its pack is there as a whole: what can be rolled back to. */
export function isWhole(backup: BackupView): boolean {
  return backup.status === 'succeeded' && !backup.missing;
}

function label(backup: BackupView, words: Words): string {
  const fields = [
    words.when(backup.createdAt),
    visible(backup.stack),
    words.text(`words.backupType.${backup.type}`),
    visible(backup.appVersion ?? '–'),
    words.bytes(backup.storedBytes),
    backup.verified ? '✓' : words.text('cli.state.unverified'),
  ];
  return fields.join(' · ');
}
