import type { ReactNode } from 'react';

export type LightState = 'good' | 'attention' | 'alarm' | 'none';

const shapes: Readonly<Record<LightState, ReactNode>> = {
  good: <circle cx="6" cy="6" r="4.5" />,
  attention: <path d="M6 1.2 11.2 10.5H.8Z" />,
  alarm: <rect x="1.5" y="1.5" width="9" height="9" rx="1" />,
  none: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
};

interface LightProps {
  readonly state: LightState;
  /** Its meaning in words; empty where the words stand beside it. */
  readonly label: string;
}

/** A state by colour and by shape, so that colour is never alone. */
export function Light({ state, label }: LightProps): ReactNode {
  const named = label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg {...named} className={`light light-${state}`} width="12" height="12" viewBox="0 0 12 12" fill="currentColor">
      {shapes[state]}
    </svg>
  );
}
