import type { PlannedTime, PolicyPreview, PolicyView, ScheduleState } from '../../shared/model/schedule.ts';
import { cronWords } from '../../shared/schedule/cron-words.ts';
import type { PolicyOfStack } from './choose-policy.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** Policies with when they run, what comes next and what came last. */
export function policyTable(policies: readonly PolicyOfStack[], words: Words): string[] {
  const { text, paint } = words;
  return table(
    [
      { title: text('cli.column.stack') },
      { title: text('cli.schedule.column.policy') },
      { title: text('cli.schedule.column.when') },
      { title: text('cli.schedule.column.next') },
      { title: text('cli.schedule.column.last') },
    ],
    policies.map(({ policy, stack }) => [
      visible(stack.name),
      visible(policy.name),
      policyWhen(policy, words),
      policy.enabled ? (policy.next[0]?.planned ?? '–') : text('cli.schedule.off'),
      lastRun(policy, words),
    ]),
    paint.quiet,
  );
}

/** When a policy runs, in words, with its zone. */
export function policyWhen({ cron, zone }: Pick<PolicyView, 'cron' | 'zone'>, words: Words): string {
  return `${visible(cronWords(cron, words.translator))} (${zone})`;
}

function lastRun({ lastRun: run }: PolicyView, { text }: Words): string {
  return run === null ? '–' : `${run.planned} ${text(`cli.schedule.state.${run.state}`)}`;
}

/** What a draft would mean. */
export function policyPreviewLines(stack: string, cron: string, preview: PolicyPreview, words: Words): string[] {
  const { text } = words;
  const { zone, next, allowedAgeMs, retention } = preview;
  const lines = [
    text('cli.schedule.preview', { stack: visible(stack), when: visible(cronWords(cron, words.translator)), zone }),
    ...next.map(({ planned }) => `  ${planned}`),
    text('cli.schedule.allowedAge', { age: words.duration(allowedAgeMs) }),
  ];
  if (retention !== null) {
    const counts = { keeps: retention.keeps.length, deletes: retention.deletes.length };
    lines.push(text('cli.schedule.keeps', counts));
  }
  return lines;
}

/** What is planned next, one line each. */
export function nextLines(next: ScheduleState['next'], words: Words): string[] {
  if (next.length === 0) return [words.text('cli.schedule.nothingNext')];
  return next.map((time) => `  ${time.planned}  ${visible(time.stack)} · ${visible(time.policy)}`);
}

/** The first of a policy's next times; nothing when there is none. */
export function firstNext(next: readonly PlannedTime[], words: Words): string[] {
  const [first] = next;
  return first === undefined ? [] : [words.paint.quiet(words.text('cli.schedule.next', { planned: first.planned }))];
}
