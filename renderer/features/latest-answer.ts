import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorReport } from '../../shared/errors.ts';
import { reportOf } from '../client.ts';

// Long enough for a row of clicks to be one question.
const settleMs = 300;

interface Answered<Request, Value> {
  readonly request: Request;
  readonly round: number;
  readonly value: Value | null;
  readonly error: ErrorReport | null;
}

/** The newest answer to a question that changes while it is being asked. */
export interface LatestAnswer<Value> {
  /** The last good answer; it stays while the next one is on its way. */
  readonly value: Value | null;
  /** Why the last question has no answer. */
  readonly error: ErrorReport | null;
  /** Whether `value` or `error` belongs to the present question. */
  readonly current: boolean;
  readonly again: () => void;
}

/** Asks whenever `wanted` says something else than before; null asks nothing. `ask` must stay the same function. */
export function useLatestAnswer<Request extends object, Value>(
  wanted: Request | null,
  ask: (request: Request) => Promise<Value>,
): LatestAnswer<Value> {
  const request = useSame(wanted);
  const [round, setRound] = useState(0);
  const [answered, setAnswered] = useState<Answered<Request, Value> | null>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (request === null) return undefined;
    let late = false;
    const take = (value: Value | null, error: ErrorReport | null) => {
      if (!late) setAnswered((last) => ({ request, round, value: value ?? last?.value ?? null, error }));
    };
    const timer = setTimeout(
      () => {
        asked.current = true;
        ask(request).then(
          (value) => take(value, null),
          (error: unknown) => take(null, reportOf(error)),
        );
      },
      asked.current ? settleMs : 0,
    );
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [request, round, ask]);
  const again = useCallback(() => setRound((last) => last + 1), []);
  const current = answered !== null && answered.request === request && answered.round === round;
  return { value: answered?.value ?? null, error: current ? answered.error : null, current, again };
}

/** The first of equal values, so that an equal one is no change. */
function useSame<Value>(value: Value): Value {
  const [kept, setKept] = useState(value);
  if (JSON.stringify(kept) === JSON.stringify(value)) return kept;
  setKept(value);
  return value;
}
