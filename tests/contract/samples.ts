import type { CallInput, CallName } from '../../shared/ipc/contract.ts';

const token = 'a'.repeat(32);

const backupRequest = { stack: 's', type: 'manual', mode: 'cold', images: false, format: 'zstd', level: 3 } as const;

/** For every call what it takes, in each of its forms: first with nothing that may be left out. */
export const samples: { readonly [Name in CallName]: readonly [CallInput<Name>, ...CallInput<Name>[]] } = {
  'panel.state': [undefined],
  'panel.set': [{}, { language: 'en', theme: 'dark', startAtLogin: false, closeToTray: true, notifications: true }],
  'panel.openLogs': [undefined],
  'panel.quit': [{ decision: 'stay' }],
  'path.choose': [{ purpose: 'export' }],
  'stacks.list': [undefined],
  'stacks.discover': [undefined],
  'stacks.coverage': [{ stack: 's' }],
  'stacks.add': [
    { kind: 'project', project: 'p' },
    { kind: 'compose-file', file: token },
    { kind: 'folder', folders: [token], sqlite: [], exclude: ['*.log'] },
    { kind: 'sample' },
  ],
  'stacks.askRemove': [{ stack: 's' }],
  'stacks.remove': [{ token }],
  'stacks.setExclude': [{ stack: 's', exclude: ['*.log'] }],
  'stacks.setBackupSettings': [{ stack: 's', format: 'zstd', level: 3, leftOut: ['volume/data'] }],
  'stacks.migrate': [{ stack: 's', directory: token }],
  'backups.list': [{ stack: 's' }],
  'backups.preview': [backupRequest, { ...backupRequest, appVersion: '1', only: ['volume/data'], note: 'n' }],
  'backups.start': [backupRequest, { ...backupRequest, appVersion: '1', only: ['volume/data'], note: 'n' }],
  'backups.verify': [{ backup: 'b' }],
  'backups.export': [{ backup: 'b', directory: token, singleFile: false }],
  'backups.import': [{ stack: 's', file: token }],
  'backups.showFolder': [{ backup: 'b' }],
  'backups.askDelete': [{ backup: 'b' }],
  'backups.delete': [{ token }],
  'rollback.plan': [{ backup: 'b', scope: 'full', only: ['volume/data'], exclude: ['*.log'], safetyBackup: true }],
  'rollback.start': [{ token, typed: 's', acceptMajorVersion: false }],
  'rollback.kept': [undefined],
  'rollback.askUndo': [{ job: 'j' }],
  'rollback.undo': [{ token }],
  'rollback.askRelease': [{ job: 'j' }],
  'rollback.release': [{ token }],
  'jobs.list': [undefined],
  'jobs.get': [{ job: 'j' }],
  'jobs.log': [{ job: 'j' }],
  'jobs.cancel': [{ job: 'j' }],
  'health.examine': [undefined],
};
