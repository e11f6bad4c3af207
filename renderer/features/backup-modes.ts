import { type BackupMode, backupModes } from '../../shared/model/backup.ts';

/** The modes that a stack can be backed up in: only a compose stack has servers to dump from. */
export function modesOf(compose: boolean): readonly BackupMode[] {
  return compose ? backupModes : backupModes.filter((mode) => mode !== 'cold+dump');
}

/** The key of what each mode means for a compose stack, or for a folder. */
export function modeHints(compose: boolean) {
  return compose
    ? ({
        cold: 'panel.backup.coldHint',
        hot: 'panel.backup.hotHint',
        'cold+dump': 'panel.backup.coldDumpHint',
      } as const)
    : ({
        cold: 'panel.backup.coldFolderHint',
        hot: 'panel.backup.hotFolderHint',
        'cold+dump': 'panel.backup.coldFolderHint',
      } as const);
}
