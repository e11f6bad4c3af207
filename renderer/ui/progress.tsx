import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components';

interface ProgressProps {
  readonly label: string;
  /** 0 to 1; null while nobody knows. */
  readonly share: number | null;
}

/** A bar without a text of its own; the text stands beside it and does not move it. */
export function Progress({ label, share }: ProgressProps): ReactNode {
  const known = share === null ? { isIndeterminate: true } : { value: share * 100 };
  return (
    <ProgressBar {...known} aria-label={label} className="progress">
      <svg className="progress-track" width="100%" height="4" preserveAspectRatio="none" aria-hidden="true">
        <rect className={share === null ? 'progress-unknown' : 'progress-fill'} width={fillWidth(share)} height="4" />
      </svg>
    </ProgressBar>
  );
}

function fillWidth(share: number | null): string {
  return share === null ? '30%' : `${Math.min(100, Math.max(0, share * 100)).toFixed(2)}%`;
}
