import type { BackupView } from '../../../shared/model/view.ts';

/** Why something cannot be done with a backup now. */
export type Refusal = Exclude<BackupView['status'], 'succeeded'> | 'missing' | 'kept' | 'busy';

type RefusableAct = 'fetch' | 'rollback' | 'verify' | 'export' | 'folder' | 'pin' | 'delete';

interface Circumstances {
  /** A job holds the stack. */
  readonly isBusy: boolean;
  /** A rollback to the backup keeps data. */
  readonly isKept: boolean;
}

/** Why each act on a backup would be refused; null where it would not. */
export function refusalsOf(
  { status, missing }: Pick<BackupView, 'status' | 'missing'>,
  { isBusy, isKept }: Circumstances,
): Readonly<Record<RefusableAct, Refusal | null>> {
  const noPack = status === 'succeeded' ? (missing ? 'missing' : null) : status;
  const busy = isBusy ? 'busy' : null;
  return {
    fetch: busy,
    rollback: noPack ?? busy,
    verify: noPack ?? busy,
    export: noPack ?? busy,
    folder: noPack,
    pin: status === 'succeeded' ? null : status,
    delete: status === 'running' ? 'running' : isKept ? 'kept' : busy,
  };
}
