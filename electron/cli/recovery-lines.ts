import type { RecoveryReport } from '../../shared/model/report.ts';
import { jobKinds } from '../../shared/model/job.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** What a recovery did, one line each; empty when there was nothing. */
export function recoveryLines(report: RecoveryReport, words: Words): string[] {
  const lines = report.jobs.map((job) => {
    const kind = jobKinds.find((known) => known === job.kind);
    const named = {
      kind: kind === undefined ? visible(job.kind) : words.text(`words.jobKind.${kind}`),
      stack: visible(job.stack ?? '–'),
    };
    return job.outcome === 'needs-attention'
      ? words.text('cli.recover.attention', { ...named, job: job.id })
      : words.text(`cli.recover.${job.outcome}`, named);
  });
  for (const { service, stack } of report.started) {
    lines.push(words.text('cli.recover.started', { service: visible(service), stack: visible(stack) }));
  }
  for (const { service, stack, error } of report.owed) {
    lines.push(
      words.text('cli.recover.owed', {
        service: visible(service),
        stack: visible(stack),
        reason: words.sentence(error),
      }),
    );
  }
  if (report.sweptFolders > 0) lines.push(words.text('cli.recover.swept', { count: report.sweptFolders }));
  if (report.removedHelpers > 0) lines.push(words.text('cli.recover.helpers', { count: report.removedHelpers }));
  return lines;
}
