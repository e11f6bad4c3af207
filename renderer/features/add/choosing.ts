import { useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { CallInput, ChosenPath } from '../../../shared/ipc/contract.ts';
import { call, reportOf } from '../../client.ts';

interface Choosing {
  readonly choose: () => void;
  readonly error: ErrorReport | null;
}

/** Opens the system's dialog; `take` hears what was chosen, and nothing when it was left. */
export function useChoosing(
  purpose: CallInput<'path.choose'>['purpose'],
  take: (chosen: ChosenPath) => void,
): Choosing {
  const [error, setError] = useState<ErrorReport | null>(null);
  const run = async (): Promise<void> => {
    const chosen = await call('path.choose', { purpose });
    if (chosen !== null) take(chosen);
  };
  return {
    choose: () => {
      setError(null);
      run().catch((failure: unknown) => setError(reportOf(failure)));
    },
    error,
  };
}
