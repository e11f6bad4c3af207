import type { CallInput, Handlers } from '../../../shared/ipc/contract.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import type { BackupRequest } from '../../core/engine-api.ts';
import { AppError } from '../../core/errors.ts';
import { Confirmations } from '../confirmations.ts';
import type { Desk } from '../desk.ts';

function requestOf({ appVersion, only, note, replicate, ...rest }: CallInput<'backups.start'>): BackupRequest {
  return {
    ...rest,
    ...(appVersion === undefined ? {} : { appVersion }),
    ...(only === undefined ? {} : { only }),
    ...(note === undefined ? {} : { note }),
    ...(replicate === undefined ? {} : { replicate }),
  };
}

export function backupHandlers(desk: Desk): Pick<Handlers, Extract<keyof Handlers, `backups.${string}`>> {
  const { engine, paths, clock, begin, showFolder } = desk;
  const deletions = new Confirmations<BackupView>(clock);
  return {
    'backups.list': ({ stack }) => engine.backups(stack),
    'backups.preview': (request) => engine.previewBackup(requestOf(request)),
    'backups.start': async (request) => begin(() => engine.backup(requestOf(request))),
    async 'backups.verify'({ backup }) {
      const { id } = await engine.findBackup(backup);
      return begin(() => engine.verify(id));
    },
    'backups.export': async ({ backup, directory, singleFile }) =>
      begin(() => engine.exportBackup(backup, paths.pathOf(directory, 'export'), { singleFile })),
    'backups.import': async ({ stack, file }) => begin(() => engine.importBackup(paths.pathOf(file, 'import'), stack)),
    async 'backups.showFolder'({ backup }) {
      const { path, missing } = await engine.findBackup(backup);
      if (path === null || missing) throw new AppError('BACKUP_FILES_MISSING', { backup, path: path ?? '' });
      showFolder(path);
      return null;
    },
    'backups.setPinned': ({ backup, pinned }) => engine.setPinned(backup, pinned),
    'backups.askDelete': async ({ backup }) => deletions.ask(await engine.findBackup(backup)),
    async 'backups.delete'({ token }) {
      const { id } = deletions.take(token);
      return begin(() => engine.deleteBackup(id));
    },
  };
}
