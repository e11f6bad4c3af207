import type { Job, JobStatus, JobStep } from '../../shared/model/job.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

const marks: Readonly<Record<JobStatus, string>> = {
  queued: '○',
  running: '●',
  succeeded: '✓',
  failed: '✗',
  cancelled: '✗',
};

/** Newest first; one that failed has its reason below it. */
export function jobTable(jobs: readonly Job[], words: Words): string[] {
  const { text } = words;
  const [head = '', ...lines] = table(
    [
      { title: text('cli.column.when') },
      { title: text('cli.column.kind') },
      { title: text('cli.column.stack') },
      { title: text('cli.column.state') },
      { title: text('cli.column.took'), align: 'right' },
      { title: text('cli.column.job') },
    ],
    jobs.map((job) => [
      words.when(job.createdAt),
      text(`words.jobKind.${job.kind}`),
      visible(job.stack ?? '–'),
      state(job, words),
      words.duration(elapsed(job.startedAt, job.endedAt)),
      job.id,
    ]),
    words.paint.quiet,
  );
  return [head, ...lines.flatMap((line, at) => [line, ...reason(jobs[at], words)])];
}

/** One job step by step. */
export function jobLines(job: Job, steps: readonly JobStep[], words: Words): string[] {
  const { text, paint } = words;
  const took = elapsed(job.startedAt, job.endedAt);
  const when = words.when(job.startedAt);
  const began =
    job.startedAt === null
      ? text('cli.job.waiting')
      : took === null
        ? text('cli.job.beganOpen', { when })
        : text('cli.job.began', { when, time: words.duration(took) });
  return [
    paint.strong(text('cli.job.title', { kind: text(`words.jobKind.${job.kind}`), stack: visible(job.stack ?? '–') })),
    state(job, words),
    text('cli.job.cause', { trigger: visible(job.trigger) }),
    began,
    ...(job.outputPath === null ? [] : [text('cli.job.output', { path: visible(job.outputPath) })]),
    ...(job.error === null ? [] : [paint.alarm(words.sentence(job.error))]),
    ...(job.warning === null ? [] : [paint.attention(words.sentence(job.warning))]),
    ...(steps.length === 0 ? [] : ['', ...stepTable(steps, words)]),
  ];
}

function stepTable(steps: readonly JobStep[], words: Words): string[] {
  const { text } = words;
  return table(
    [
      { title: '#', align: 'right' },
      { title: text('cli.column.step') },
      { title: text('cli.column.state') },
      { title: text('cli.column.took'), align: 'right' },
    ],
    steps.map((step) => [
      String(step.n),
      visible(step.name),
      text(`words.stepOutcome.${step.outcome ?? 'open'}`),
      words.duration(elapsed(step.startedAt, step.endedAt)),
    ]),
    words.paint.quiet,
  );
}

function state(job: Job, { text, paint }: Words): string {
  const said = `${marks[job.status]} ${text(`words.status.${job.status}`)}`;
  if (job.status === 'succeeded') return paint.good(said);
  return job.status === 'failed' ? paint.alarm(said) : said;
}

function reason(job: Job | undefined, words: Words): string[] {
  return job === undefined || job.error === null ? [] : [words.paint.quiet(`  └ ${words.sentence(job.error)}`)];
}

function elapsed(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Date.parse(to) - Date.parse(from);
}
