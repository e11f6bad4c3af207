import type { ErrorReport } from '../../shared/errors.ts';
import type { ScheduleState } from '../../shared/model/schedule.ts';
import type { DiscoveredProject } from '../../shared/model/stack.ts';
import type { StackView } from '../../shared/model/view.ts';
import { isPausedThen } from '../../shared/schedule/pause-end.ts';
import { nextTimeWords } from '../../shared/stack/next-time.ts';
import { reasonWords } from '../../shared/stack/reason-words.ts';
import { type StackLight, stackLight } from '../../shared/stack/stack-light.ts';
import { reasonSentences, stackReason } from '../../shared/stack/stack-reason.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

interface Shown {
  readonly stacks: readonly StackView[];
  /** Null where no policy is on. */
  readonly schedule: ScheduleState | null;
  readonly projects: readonly DiscoveredProject[];
  /** Why there are no projects to show. */
  readonly dockerError: ErrorReport | null;
}

/** Stacks with their light, what is overdue or stands still, then the projects that could be protected. */
export function stackLines({ stacks, schedule, projects, dockerError }: Shown, words: Words): string[] {
  const lines =
    stacks.length === 0
      ? [words.text('cli.stacks.none')]
      : [...stackTable(stacks, schedule, words), ...overdueLines(stacks, words), ...standstillLines(schedule, words)];
  const first = projects[0];
  if (first !== undefined) {
    lines.push('', words.text('cli.stacks.discovered'));
    for (const { project, running, services } of projects) {
      lines.push(
        `  ${visible(project)}  ${words.paint.quiet(words.text('cli.stacks.running', { running, services }))}`,
      );
    }
    lines.push(words.paint.quiet(words.text('cli.stacks.hintProject', { project: visible(first.project) })));
  } else if (stacks.length === 0) {
    lines.push(words.paint.quiet(words.text('cli.stacks.hintFirst')));
  }
  if (dockerError !== null) {
    lines.push('', words.paint.quiet(words.text('cli.stacks.noDocker', { reason: words.sentence(dockerError) })));
  }
  return lines;
}

/** By shape too: a terminal may have no colours. */
const marks: Readonly<Record<StackLight, { readonly shape: string; readonly paint: keyof Paint }>> = {
  good: { shape: '●', paint: 'good' },
  attention: { shape: '▲', paint: 'attention' },
  alarm: { shape: '■', paint: 'alarm' },
  none: { shape: '○', paint: 'quiet' },
};

function stackTable(stacks: readonly StackView[], schedule: ScheduleState | null, words: Words): string[] {
  const { text, paint } = words;
  const present = words.present();
  return table(
    [
      { title: text('cli.column.stack') },
      { title: text('cli.column.kind') },
      { title: text('cli.column.lastGood') },
      { title: text('cli.column.backups'), align: 'right' },
      ...(schedule === null ? [] : [{ title: text('cli.column.next') }]),
      { title: '' },
    ],
    stacks.map((stack) => {
      const { shape, paint: colour } = marks[stackLight(stack, present)];
      return [
        `${paint[colour](shape)} ${visible(stack.name)}`,
        text(`cli.stackKind.${stack.definition.kind}`),
        stack.lastGood === null ? text('cli.never') : words.when(stack.lastGood.createdAt),
        String(stack.backups),
        ...(schedule === null ? [] : [nextOf(stack, schedule, words)]),
        stack.openJob === null ? '' : text('cli.stacks.job', { job: stack.openJob }),
      ];
    }),
    paint.quiet,
  );
}

function nextOf({ schedule: { nextRun } }: StackView, { paused }: ScheduleState, words: Words): string {
  if (nextRun === null) return '';
  if (isPausedThen(paused, nextRun.at)) return words.text('cli.stacks.paused');
  return nextTimeWords(nextRun.at, words.present(), words.translator);
}

/** That what is planned will not happen, because nobody plans. */
function standstillLines(schedule: ScheduleState | null, { text, paint }: Words): string[] {
  return schedule?.owner === null ? [`${paint.alarm('■')} ${text('panel.schedule.owner.none')}`] : [];
}

/** Of each stack that has no good backup as young as its policies demand: since when, and why. */
function overdueLines(stacks: readonly StackView[], words: Words): string[] {
  const present = words.present();
  return stacks.flatMap((stack) => {
    const reason = stackReason(stack, present);
    if (reason.kind !== 'overdue') return [];
    return reasonSentences(reason, reasonWords(words.translator, present), present).map(
      ({ text }) =>
        `${words.paint.alarm('■')} ${visible(words.text('words.stackReason', { stack: stack.name, reason: text }))}`,
    );
  });
}
