import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { StackView } from '../../../shared/model/view.ts';
import type { Words } from '../../words.tsx';

/** A stack with planned runs that made no backup and that nobody has read of. */
export interface TroubledNights {
  readonly stackId: string;
  readonly stack: string;
  readonly newest: PolicyRun;
  /** How many there are beside the newest. */
  readonly more: number;
}

type Troubled = Pick<StackView, 'id' | 'name'> & { readonly schedule: Pick<StackView['schedule'], 'troubled'> };

/** One for each stack that has any. `read`: ids of runs. */
export function troubledNights(stacks: readonly Troubled[], read: readonly string[]): TroubledNights[] {
  return stacks.flatMap(({ id, name, schedule }) => {
    const unread = schedule.troubled.filter((run) => !read.includes(run.id));
    const [newest] = unread;
    return newest === undefined ? [] : [{ stackId: id, stack: name, newest, more: unread.length - 1 }];
  });
}

/** Stack, planned time and reason. */
export function troubledSentence(
  { stack, newest, more }: TroubledNights,
  { text, error }: Pick<Words, 'text' | 'error'>,
): string {
  const { planned, reason, state } = newest;
  const why = reason === null ? text(`panel.schedule.run.${state}`) : error(reason).message;
  const run = text('panel.overview.troubled.run', { stack, planned, why });
  return more === 0 ? run : text('panel.overview.troubled.more', { run, count: more });
}
