import { useEffect, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { StackCoverage } from '../../../shared/model/coverage.ts';
import { call, reportOf } from '../../client.ts';

/** What is known of a stack's sources so far: nothing yet, all of them, or why not. */
export interface Seen {
  readonly coverage: StackCoverage | null;
  readonly error: ErrorReport | null;
}

/** Looks at a stack's sources once. */
export function useCoverage(stackId: string): Seen {
  const [seen, setSeen] = useState<Seen>({ coverage: null, error: null });
  useEffect(() => {
    let wanted = true;
    const take = (next: Seen): void => {
      if (wanted) setSeen(next);
    };
    call('stacks.coverage', { stack: stackId }).then(
      (coverage) => take({ coverage, error: null }),
      (error: unknown) => take({ coverage: null, error: reportOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [stackId]);
  return seen;
}
