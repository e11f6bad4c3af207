import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { Night } from '../../../shared/model/schedule.ts';
import type { Words } from '../../words.tsx';

/** One day of the strip. */
export interface NightFact extends Night {
  /** Day of the month, as the strip shows it. */
  readonly day: string;
  /** The date, how it was, and every run that was planned on it. */
  readonly label: string;
}

/** The strip's days in words, oldest first as they came. */
export function nightFacts(
  nights: readonly Night[],
  runs: readonly PolicyRun[],
  { text, list }: Pick<Words, 'text' | 'list'>,
): readonly NightFact[] {
  return nights.map((night) => {
    const planned = runs
      .filter(({ planned }) => planned.startsWith(night.date))
      .toSorted((a, b) => a.plannedAt.localeCompare(b.plannedAt))
      .map(({ planned, policy, state }) =>
        text('panel.schedule.nightRun', {
          time: planned.slice(night.date.length + 1),
          policy,
          state: text(`panel.schedule.run.${state}`),
        }),
      );
    const said = `${night.date} ${text(`panel.schedule.night.${night.state}`)}`;
    return {
      ...night,
      day: String(Number(night.date.slice(8))),
      label: planned.length === 0 ? said : text('panel.schedule.nightWith', { night: said, runs: list(planned) }),
    };
  });
}
