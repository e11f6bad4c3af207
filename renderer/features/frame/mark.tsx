import type { ReactNode } from 'react';

/** The mark of Lifeboat: a ring buoy, drawn from two arcs. */
export function Mark(): ReactNode {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="4"
      aria-hidden="true"
    >
      <path d="M10 3.5A6.5 6.5 0 0 1 16.5 10" />
      <path d="M10 16.5A6.5 6.5 0 0 1 3.5 10" />
      <path d="M16.5 10A6.5 6.5 0 0 1 10 16.5M3.5 10A6.5 6.5 0 0 1 10 3.5" strokeOpacity="0.35" />
    </svg>
  );
}
