import { type BackupMode, type BackupType, formatLevels, type PackFormat } from '../../../shared/model/backup.ts';
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
  readonly only: readonly string[];
  /** Bytes per second; null for as fast as it goes. */
  readonly limit: number | null;
  readonly trigger: string;
  readonly note: string | null;
}

/** Fills in what a request leaves out. LEVEL_OUT_OF_RANGE, NOTE_TOO_LONG, NOTE_UNPRINTABLE; USAGE_INVALID for a limit that is no speed. */
export function backupOptions(request: BackupRequest): BackupOptions {
  const format = request.format ?? 'zstd';
  const { lowest, highest, standard } = formatLevels[format];
  const level = request.level ?? standard;
  if (!Number.isInteger(level) || level < lowest || level > highest)
    throw new AppError('LEVEL_OUT_OF_RANGE', { format, level, lowest, highest });
  if (request.limit !== undefined && !(request.limit >= 1))
    throw new AppError('USAGE_INVALID', { detail: `limit ${request.limit}` });
  const type = request.type ?? 'manual';
  return {
    type,
    appVersion: request.appVersion ?? null,
    mode: request.mode ?? 'cold',
    images: request.images ?? false,
    format,
    level,
    only: request.only ?? [],
    limit: request.limit ?? null,
    trigger: request.trigger ?? type,
    note: noteOf(request.note ?? ''),
  };
}

function noteOf(text: string): string | null {
  const note = text.trim();
  const fault = noteFault(note);
  if (fault !== null) throw rebuildError(fault);
  return note === '' ? null : note;
}
