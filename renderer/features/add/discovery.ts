import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { DiscoveredProject } from '../../../shared/model/stack.ts';
import { call, reportOf } from '../../client.ts';

/** Compose projects of this machine that nobody protects yet, as far as they are known. */
export type Discovery =
  | { readonly state: 'looking' }
  | { readonly state: 'found'; readonly projects: readonly DiscoveredProject[] }
  | { readonly state: 'failed'; readonly error: ErrorReport };

async function discover(): Promise<Discovery> {
  try {
    return { state: 'found', projects: await call('stacks.discover') };
  } catch (error) {
    return { state: 'failed', error: reportOf(error) };
  }
}

/** Looks for projects when it is first shown, and again when asked. */
export function useDiscovery(): readonly [discovery: Discovery, lookAgain: () => void] {
  const [discovery, setDiscovery] = useState<Discovery>({ state: 'looking' });
  const newest = useRef<Promise<Discovery> | null>(null);
  const look = useCallback(() => {
    const asked = discover();
    newest.current = asked;
    asked.then((found) => (newest.current === asked ? setDiscovery(found) : undefined)).catch(() => undefined);
  }, []);
  useEffect(look, [look]);
  const lookAgain = useCallback(() => {
    setDiscovery({ state: 'looking' });
    look();
  }, [look]);
  return [discovery, lookAgain];
}
