import { endedStates, type Upgrade, waitingStates } from '../../shared/model/upgrade.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** How a guarded upgrade ended. */
export function upgradeLines({ state, stack, reason }: Upgrade, words: Words): string[] {
  const { text, paint } = words;
  if (state === 'kept')
    return [paint.good(text('cli.upgrade.kept', { stack: visible(stack) })), text('cli.upgrade.later')];
  return [...(reason === null ? [] : [words.sentence(reason)]), text('cli.upgrade.back', { stack: visible(stack) })];
}

/** Newest first. */
export function upgradeTable(upgrades: readonly Upgrade[], words: Words): string[] {
  const { text } = words;
  return table(
    [
      { title: text('cli.column.when') },
      { title: text('cli.column.stack') },
      { title: text('cli.column.version') },
      { title: text('cli.column.state') },
      { title: text('cli.column.job') },
    ],
    upgrades.map(({ createdAt, stack, appVersion, state, id }) => [
      words.when(createdAt),
      visible(stack),
      visible(appVersion ?? '–'),
      text(`words.upgradeState.${state}`),
      id,
    ]),
    words.paint.quiet,
  );
}

/** A line for every upgrade that nobody follows now: its time runs on. `held`: stacks that a job has. */
export function waitingUpgradeLines(upgrades: readonly Upgrade[], held: ReadonlySet<string>, words: Words): string[] {
  return upgrades
    .filter(({ state, stackId }) => !endedStates.has(state) && waitingStates.has(state) && !held.has(stackId))
    .map(({ id, stack, until }) =>
      words.text('cli.upgrade.orphan', { stack: visible(stack), left: timeLeft(until, words), job: id }),
    );
}

/** How long an upgrade still waits, in words; never less than nothing. */
export function timeLeft(until: string | null, words: Words): string {
  return words.duration(until === null ? null : Math.max(0, Date.parse(until) - words.present()));
}
