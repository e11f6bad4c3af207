import type { BackupView } from '../../../shared/model/view.ts';
import type { Session } from '../session.ts';

/** Trigger of the story's own backups: nothing else is ever tidied away. */
export const storyTrigger = 'story';

/** Packs of earlier stories that stay. */
export const keptStories = 3;

/** Deletes the story's backups except the newest ones, and the safety backup that it caused itself. */
export async function tidy({ engine, run }: Session, stackId: string, safetyBackup: string | null): Promise<void> {
  const all = (await engine.backups()).filter((backup) => backup.stackId === stackId);
  for (const backup of outdated(all, safetyBackup)) await run(() => engine.deleteBackup(backup.id));
}

/** Pure: which backups of the sample a story may delete. Takes them newest first. */
export function outdated(backups: readonly BackupView[], safetyBackup: string | null): BackupView[] {
  const stories = backups.filter(
    (backup) => backup.trigger === storyTrigger && backup.type === 'manual' && backup.status === 'succeeded',
  );
  const own = backups.filter(
    (backup) => backup.type === 'pre-rollback' && (backup.id === safetyBackup || backup.name === safetyBackup),
  );
  return [...stories.slice(keptStories), ...own];
}
