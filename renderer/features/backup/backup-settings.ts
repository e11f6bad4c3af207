import type { CallInput } from '../../../shared/ipc/contract.ts';
import type { BackupMode } from '../../../shared/model/backup.ts';
import type { BackupPreview } from '../../../shared/model/report.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import type { PackForm } from '../pack-form.ts';
import { hasSameMembers } from '../source-choice.ts';

export type BackupRequest = CallInput<'backups.start'>;
export type CandidateSource = BackupPreview['sources'][number];

/** What the operator has set in the dialog so far. */
export interface BackupSettings extends PackForm {
  readonly type: BackupRequest['type'];
  readonly appVersion: string;
  readonly note: string;
  readonly mode: BackupMode;
  readonly images: boolean;
  /** To every target of the stack. */
  readonly replicate: boolean;
  /** Ids of sources that were unticked. */
  readonly leftOut: readonly string[];
}

/** What the dialog begins with: the stack's own settings. */
export function standardBackup({ backup }: Pick<Stack, 'backup'>): BackupSettings {
  return { type: 'manual', appVersion: '', note: '', mode: 'cold', images: false, replicate: true, ...backup };
}

/** Every source that can be ticked. */
export function candidatesOf({ sources, leftOut }: Pick<BackupPreview, 'sources' | 'leftOut'>): CandidateSource[] {
  return [...sources, ...leftOut.map((source) => ({ ...source, estimatedBytes: null }))];
}

/** What to ask main for. Null when no source is ticked: an empty list would mean the stack's own choice. */
export function backupRequest(
  { id: stack, backup }: Pick<Stack, 'id' | 'backup'>,
  settings: BackupSettings,
  candidates: readonly Pick<CandidateSource, 'id'>[],
): BackupRequest | null {
  const { type, mode, images, format, level, leftOut, replicate } = settings;
  const chosen = candidates.map(({ id }) => id).filter((id) => !leftOut.includes(id));
  if (candidates.length > 0 && chosen.length === 0) return null;
  const appVersion = settings.appVersion.trim();
  const note = settings.note.trim();
  return {
    stack,
    type,
    mode,
    images,
    format,
    level,
    ...(appVersion === '' ? {} : { appVersion }),
    ...(note === '' ? {} : { note }),
    ...(replicate ? {} : { replicate }),
    // The stack's own choice is not spelled out: then a source that comes in between is in too.
    ...(candidates.length === 0 || hasSameMembers(leftOut, backup.leftOut) ? {} : { only: chosen }),
  };
}
