import { type ReactNode, useId } from 'react';

interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  /** The section's one button, beside its title. */
  readonly act?: ReactNode;
  readonly children?: ReactNode;
}

/** A few settings that belong together. */
export function Section({ title, hint, act, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <section className="settings-section" aria-labelledby={id}>
      <div className="settings-head">
        <div>
          <h2 id={id}>{title}</h2>
          {hint === undefined ? null : <p className="secondary small">{hint}</p>}
        </div>
        {act}
      </div>
      {children}
    </section>
  );
}
