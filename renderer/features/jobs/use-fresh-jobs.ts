import { useEffect, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import { reportOf } from '../../client.ts';
import { useJobs } from '../../stores/jobs.ts';

const pollMs = 2000;

/** Keeps the list of jobs fresh while something shows it: jobs of other processes tell nothing by themselves. */
export function useFreshJobs(): ErrorReport | null {
  const [error, setError] = useState<ErrorReport | null>(null);
  useEffect(() => {
    let watching = true;
    const load = (): void => {
      useJobs
        .getState()
        .load()
        .then(() => watching && setError(null))
        .catch((failure: unknown) => watching && setError(reportOf(failure)));
    };
    load();
    const timer = setInterval(load, pollMs);
    return () => {
      watching = false;
      clearInterval(timer);
    };
  }, []);
  return error;
}
