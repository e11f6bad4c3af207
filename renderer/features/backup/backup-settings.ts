import type { CallInput } from '../../../shared/ipc/contract.ts';
import { type BackupMode, formatLevels, type PackFormat } from '../../../shared/model/backup.ts';
import type { BackupPreview } from '../../../shared/model/report.ts';
import { chosenSources } from '../source-choice.ts';

export type BackupRequest = CallInput<'backups.start'>;
export type CandidateSource = BackupPreview['sources'][number];

/** What the operator has set in the dialog so far. */
export interface BackupSettings {
  readonly type: BackupRequest['type'];
  readonly appVersion: string;
  readonly note: string;
  readonly mode: BackupMode;
  readonly images: boolean;
  readonly format: PackFormat;
  readonly level: number;
  /** Ids of sources that were unticked. */
  readonly leftOut: readonly string[];
}

export const standardBackup: BackupSettings = {
  type: 'manual',
  appVersion: '',
  note: '',
  mode: 'cold',
  images: false,
  format: 'zstd',
  level: formatLevels.zstd.standard,
  leftOut: [],
};

/** Another format, at its standard level: a level of one says nothing about the other. */
export function withFormat(settings: BackupSettings, format: PackFormat): BackupSettings {
  return { ...settings, format, level: formatLevels[format].standard };
}

/** Every level that a format takes, lowest first. */
export function levelsOf(format: PackFormat): number[] {
  const { lowest, highest } = formatLevels[format];
  return Array.from({ length: highest - lowest + 1 }, (_, n) => lowest + n);
}

/** What to ask main for. Null when no source is ticked: an empty list would mean every source. */
export function backupRequest(
  stack: string,
  settings: BackupSettings,
  candidates: readonly Pick<CandidateSource, 'id'>[],
): BackupRequest | null {
  const { type, mode, images, format, level } = settings;
  const only = chosenSources(candidates, settings.leftOut);
  if (only?.length === 0) return null;
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
    ...(only === undefined ? {} : { only }),
    ...(note === '' ? {} : { note }),
  };
}
