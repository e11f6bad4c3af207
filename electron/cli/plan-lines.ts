import type { RollbackPlan, RollbackResult } from '../../shared/model/rollback.ts';
import { facts } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** The plan: stops / starts / replaces / keeps / takes about, then what must not be overlooked. */
export function planLines(plan: RollbackPlan, words: Words): string[] {
  const { text, paint } = words;
  const { backup } = plan;
  const heading = text('plan.title', { stack: visible(plan.stack), backup: visible(backup.name) });
  const made = [
    text('plan.made', { when: words.when(backup.createdAt) }),
    text(`words.backupType.${backup.type}`),
    text(`words.scope.${plan.scope}`),
  ];
  return [
    paint.strong(heading),
    paint.quiet(made.join(' · ')),
    ...facts(
      [
        ...group(text('plan.stops'), stops(plan, words), words),
        ...(plan.starts.length === 0 ? [] : group(text('plan.starts'), starts(plan, words), words)),
        ...group(
          text('plan.replaces'),
          plan.replaces.flatMap((one) => replacement(one, words)),
          words,
        ),
        ...group(
          text('plan.keeps'),
          plan.keeps.map(({ what, reason }) => `${visible(what)} · ${text(`plan.reason.${reason}`)}`),
          words,
        ),
        ...group(text('plan.takes'), [takes(plan, words), space(plan, words)], words),
      ],
      paint.quiet,
    ),
    ...warnings(plan, words),
    plan.safetyBackup ? text('plan.safety') : paint.attention(text('plan.noSafety')),
  ];
}

/** What a rollback or its undoing has done. */
export function rollbackLines(result: RollbackResult, words: Words, kind: 'done' | 'undone' = 'done'): string[] {
  const sentence = kind === 'done' ? 'plan.done' : 'plan.undone';
  const { text, paint } = words;
  const lines = [paint.good(text(sentence, { stack: visible(result.stack), backup: visible(result.backup) }))];
  if (result.stopWindowMs !== null) lines.push(text('plan.stopped', { time: words.duration(result.stopWindowMs) }));
  if (result.replaced.length > 0) lines.push(text('plan.replaced', { sources: words.list(result.replaced) }));
  if (result.safetyBackup !== null) lines.push(text('plan.safetyMade', { name: visible(result.safetyBackup) }));
  if (result.loadedImages.length > 0)
    lines.push(text('plan.imagesLoaded', { images: words.list(result.loadedImages) }));
  if (result.undoable) lines.push(text('plan.undoHint', { job: result.jobId }));
  return lines;
}

/** Rows of one heading: the name stands at the first only. */
function group(name: string, values: readonly string[], words: Words): (readonly [string, string])[] {
  const shown = values.length === 0 ? [words.text('plan.nothing')] : values;
  return shown.map((value, at) => [at === 0 ? name : '', value] as const);
}

function stops(plan: RollbackPlan, { text }: Words): string[] {
  return plan.stops.map(({ service, foreign }) =>
    foreign ? text('plan.foreign', { service: visible(service) }) : visible(service),
  );
}

function starts(plan: RollbackPlan, { text }: Words): string[] {
  return plan.starts.map((service) => text('plan.startsServer', { service: visible(service) }));
}

function replacement(one: RollbackPlan['replaces'][number], words: Words): string[] {
  const { text } = words;
  const line = text('plan.replacement', {
    source: visible(one.sourceId),
    place: visible(one.location),
    bytes: words.bytes(one.bytes),
    entries: one.entries,
  });
  const details = [
    one.creates ? text('plan.creates') : null,
    one.exclude.length > 0 ? text('plan.excluded', { globs: words.list(one.exclude) }) : null,
    one.omitted > 0 ? words.paint.attention(text('plan.omitted', { count: one.omitted })) : null,
  ].filter((detail) => detail !== null);
  return [line, ...details.map((detail) => `  ${detail}`)];
}

function takes(plan: RollbackPlan, words: Words): string {
  return plan.estimatedStopMs === null
    ? words.text('plan.takesUnknown')
    : words.text('plan.takesTime', { time: words.duration(plan.estimatedStopMs) });
}

function space(plan: RollbackPlan, words: Words): string {
  const line = words.text('plan.space', { needed: words.bytes(plan.neededBytes), free: words.bytes(plan.freeBytes) });
  return plan.neededBytes > plan.freeBytes ? words.paint.alarm(line) : line;
}

function warnings(plan: RollbackPlan, { text, paint }: Words): string[] {
  const { current, target, majorDiffers } = plan.version;
  const versions = { from: visible(current ?? '–'), to: visible(target ?? '–') };
  const lines = plan.backup.verified ? [] : [paint.attention(`▲ ${text('plan.unverified')}`)];
  if (majorDiffers) lines.push(paint.alarm(`■ ${text('plan.major', versions)}`));
  else if (current !== target) lines.push(text('plan.versions', versions));
  return lines;
}
