import type { BackupMode, BackupType } from '../../../shared/model/backup.ts';
import { formatLevels, type PackFormat, takesLevel } from '../../../shared/model/pack-format.ts';
import type { StackBackup } from '../../../shared/model/stack-backup.ts';
import type { BackupRequest } from '../engine-api.ts';
import { noteFault } from '../../../shared/model/note.ts';
import { AppError, rebuildError } from '../errors.ts';

/** A backup request with everything said. */
export interface BackupOptions {
  readonly type: BackupType;
  readonly appVersion: string | null;
  readonly mode: BackupMode;
  readonly images: boolean;
  readonly format: PackFormat;
  readonly level: number;
  /** Source ids; empty for all data sources but `leftOut`. */
  readonly only: readonly string[];
  /** Source ids; empty where `only` says what is copied. */
  readonly leftOut: readonly string[];
  /** Bytes per second; null for as fast as it goes. */
  readonly limit: number | null;
  readonly trigger: string;
  /** Whose run it is; null for none. */
  readonly policyId: string | null;
  readonly note: string | null;
  /** Whether it goes to the stack's targets. */
  readonly replicate: boolean;
}

/** LEVEL_OUT_OF_RANGE when the format does not take the level. */
export function assertLevel(format: PackFormat, level: number): void {
  const { lowest, highest } = formatLevels[format];
  if (!takesLevel(format, level)) throw new AppError('LEVEL_OUT_OF_RANGE', { format, level, lowest, highest });
}

/**
 * Fills in what a request leaves out from the stack's own settings; what it says wins. LEVEL_OUT_OF_RANGE,
 * NOTE_TOO_LONG, NOTE_UNPRINTABLE; USAGE_INVALID for a limit that is no speed.
 */
export function backupOptions(request: BackupRequest, settings: StackBackup): BackupOptions {
  const format = request.format ?? settings.format;
  // A level of one format says nothing about another.
  const usual = format === settings.format ? settings.level : formatLevels[format].standard;
  const level = request.level ?? usual;
  assertLevel(format, level);
  if (request.limit !== undefined && !(request.limit >= 1))
    throw new AppError('USAGE_INVALID', { detail: `limit ${request.limit}` });
  const type = request.type ?? 'manual';
  const only = request.only ?? [];
  return {
    type,
    appVersion: request.appVersion ?? null,
    mode: request.mode ?? 'cold',
    images: request.images ?? false,
    format,
    level,
    only,
    leftOut: only.length === 0 ? settings.leftOut : [],
    limit: request.limit ?? null,
    trigger: request.trigger ?? type,
    policyId: request.policyId ?? null,
    note: noteOf(request.note ?? ''),
    replicate: request.replicate ?? true,
  };
}

function noteOf(text: string): string | null {
  const note = text.trim();
  const fault = noteFault(note);
  if (fault !== null) throw rebuildError(fault);
  return note === '' ? null : note;
}
