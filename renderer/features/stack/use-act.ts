import { useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import { reportOf } from '../../client.ts';

/** One act that main is asked for: whether its answer is awaited, and why the last one was refused. */
export interface Act {
  readonly busy: boolean;
  readonly error: ErrorReport | null;
  /** Starts it; `then` hears that it was accepted. */
  readonly run: <Answer>(ask: () => Promise<Answer>, then?: (answer: Answer) => void) => void;
  readonly forget: () => void;
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorReport | null>(null);
  return {
    busy,
    error,
    run(ask, then) {
      setBusy(true);
      setError(null);
      ask()
        .then((answer) => then?.(answer))
        .catch((failure: unknown) => setError(reportOf(failure)))
        .finally(() => setBusy(false));
    },
    forget: () => setError(null),
  };
}
