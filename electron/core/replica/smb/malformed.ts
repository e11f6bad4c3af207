import { AppError } from '../../errors.ts';

/** The error for an answer that breaks the protocol. `detail` names the rule that it breaks; never shown alone. */
export function malformed(detail: string, cause?: unknown): AppError<'REPLICA_TAMPERED'> {
  return new AppError('REPLICA_TAMPERED', { detail }, { cause });
}
