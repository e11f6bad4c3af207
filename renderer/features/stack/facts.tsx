import { Fragment, type ReactNode } from 'react';

interface FactsProps {
  /** Names with their values; one without a value is left out. */
  readonly rows: readonly (readonly [name: string, value: ReactNode])[];
}

/** A short table of facts. */
export function Facts({ rows }: FactsProps): ReactNode {
  return (
    <dl className="fact-list selectable">
      {rows.map(([name, value]) =>
        value === null ? null : (
          <Fragment key={name}>
            <dt className="secondary">{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
