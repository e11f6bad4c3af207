import type { ReactNode } from 'react';
import type { PolicyRunState } from '../../../shared/model/policy.ts';
import type { Night } from '../../../shared/model/schedule.ts';

/** How a day was, or a run that has not ended. */
export type Fate = Night['state'] | 'open';

const shapes: Readonly<Record<Fate, ReactNode>> = {
  good: <circle cx="8" cy="8" r="6" />,
  attention: <path d="M8 1.8 14.6 14H1.4Z" />,
  failed: <rect x="2" y="2" width="12" height="12" rx="1.5" />,
  missed: <path d="m3 3 10 10M13 3 3 13" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />,
  none: <path d="M5 8h6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  open: <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />,
};

const ofRun: Readonly<Record<PolicyRunState, Fate>> = {
  waiting: 'attention',
  running: 'open',
  succeeded: 'good',
  failed: 'failed',
  cancelled: 'attention',
  missed: 'missed',
};

interface MarkProps {
  readonly fate: Fate;
  /** Pixels. */
  readonly size: 12 | 16;
}

/** What became of a day or a run, by shape and by colour; its words stand beside it. */
export function FateMark({ fate, size }: MarkProps): ReactNode {
  return (
    <svg
      className={`fate fate-${fate}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="currentColor"
      aria-hidden="true"
    >
      {shapes[fate]}
    </svg>
  );
}

/** The mark that a run gives its day. */
export function fateOf(state: PolicyRunState): Fate {
  return ofRun[state];
}
