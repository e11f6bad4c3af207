import type { ReactNode } from 'react';

interface EmptyProps {
  readonly sentence: string;
  /** The one button that leads on; none where there is nothing to do. */
  readonly children?: ReactNode;
}

/** What a place says that has nothing to show. */
export function Empty({ sentence, children }: EmptyProps): ReactNode {
  return (
    <div className="empty">
      <p className="secondary">{sentence}</p>
      {children}
    </div>
  );
}

/** Keeps the place of what is on its way. */
export function Loading({ label }: { readonly label: string }): ReactNode {
  return (
    <div className="loading" role="status" aria-label={label}>
      <span className="loading-bar" />
      <span className="loading-bar" />
      <span className="loading-bar" />
    </div>
  );
}
