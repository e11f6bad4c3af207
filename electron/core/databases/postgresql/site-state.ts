import type { SwapState } from '../../swap-site.ts';

/** The names of a site: the live database's, and those beside it. */
export interface Names {
  readonly live: string;
  readonly fresh: string;
  readonly old: string;
}

interface Found {
  /** Whether one can connect to it. */
  readonly open: boolean;
  /** An empty one that stands for "there was none". */
  readonly none: boolean;
  readonly bytes: number;
}

/** Which of them exist. */
export type Standing = { readonly [Name in keyof Names]: Found | null };

/** How far an exchange is, told by the names that exist. */
export function stateOf({ live, fresh, old }: Standing): SwapState {
  if (old !== null) return live !== null && fresh === null && live.open ? 'swapped' : 'moving';
  if (live?.open === false) return 'moving';
  return fresh === null ? 'untouched' : 'staged';
}
