import type { Translator } from '../../shared/i18n.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { Backup } from '../../shared/model/backup.ts';
import type { Job } from '../../shared/model/job.ts';

export interface ErrorFields {
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** A record as `--json` prints it: its error as a code and a sentence beside the other fields. */
export function record<Source extends Backup | Job>(
  source: Source,
  translator: Translator,
  now: number,
): Omit<Source, 'error'> & ErrorFields {
  const { error, ...fields } = source;
  return { ...fields, ...errorFields(error, translator, now) };
}

/** A backup's record. `missing` is whether its files are gone. */
export function backupRecord(backup: Backup & { readonly missing?: boolean }, translator: Translator, now: number) {
  return { missing: false, ...record(backup, translator, now) };
}

function errorFields(error: ErrorReport | null, translator: Translator, now: number): ErrorFields {
  if (error === null) return { errorCode: null, errorMessage: null };
  return { errorCode: error.code, errorMessage: translator.error(error, now).message };
}
