import type { StackView } from '../../../shared/model/view.ts';
import type { Words } from '../../words.tsx';

const noonHour = 12;

/** What became of the newest night that is over. */
export interface LastNight {
  /** Its local date; null for last night itself. */
  readonly date: string | null;
  /** Names of stacks of which everything planned was backed up. */
  readonly good: readonly string[];
  readonly others: readonly string[];
}

type Planned = Pick<StackView, 'name' | 'openJob'> & {
  readonly schedule: Pick<StackView['schedule'], 'policies' | 'nextRun' | 'nights'>;
};

/**
 * The newest night in which anything was planned; the present one only once each stack has had its turn. Stacks without
 * a policy that is on do not count, nor those for which nothing was planned. Null when there was no such night.
 */
export function lastNight(stacks: readonly Planned[], now: number): LastNight | null {
  const counted = stacks.filter(({ schedule }) => schedule.policies > 0);
  const dates = [...new Set(counted.flatMap(({ schedule }) => schedule.nights.map(({ date }) => date)))].toSorted();
  const today = dates.at(-1);
  for (const date of dates.toReversed()) {
    if (date === today && counted.some((stack) => isToCome(stack, date))) continue;
    const told = counted.flatMap((stack) => {
      const state = stateOn(stack, date);
      return state === 'none' ? [] : [{ name: stack.name, isGood: state === 'good' }];
    });
    if (told.length === 0) continue;
    const isLast = date === today || (date === dates.at(-2) && new Date(now).getHours() < noonHour);
    return {
      date: isLast ? null : date,
      good: told.filter(({ isGood }) => isGood).map(({ name }) => name),
      others: told.filter(({ isGood }) => !isGood).map(({ name }) => name),
    };
  }
  return null;
}

function stateOn({ schedule }: Planned, date: string): StackView['schedule']['nights'][number]['state'] {
  return schedule.nights.find((night) => night.date === date)?.state ?? 'none';
}

/** Whether a stack's first run of this day is still before it, or at work. */
function isToCome(stack: Planned, date: string): boolean {
  if (stateOn(stack, date) !== 'none') return false;
  return stack.openJob !== null || stack.schedule.nextRun?.planned.startsWith(date) === true;
}

/** The night in one or two sentences. */
export function lastNightSentence(
  { date, good, others }: LastNight,
  { text, list }: Pick<Words, 'text' | 'list'>,
): string {
  const when = date === null ? text('panel.overview.lastNight.night') : text('panel.overview.lastNight.on', { date });
  const total = good.length + others.length;
  const [stack] = [...good, ...others];
  if (total === 1 && stack !== undefined)
    return text(`panel.overview.lastNight.${others.length === 0 ? 'one' : 'oneNot'}`, { stack, when });
  const all = text('panel.overview.lastNight.all', { count: good.length, total, when });
  return others.length === 0 ? all : `${all} ${text('panel.overview.lastNight.not', { stacks: list(others) })}`;
}
