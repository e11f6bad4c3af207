import type { Translator } from '../../shared/i18n.ts';
import type { Job } from '../../shared/model/job.ts';

/** What a notification says. */
export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** How a job ended, and why not as it should: also what it left undone beside good work. `now`: epoch ms. */
export function jobNotice(job: Job, { text, error }: Translator, now: number): Notice {
  const title = text('desktop.notify.title', {
    kind: text(`words.jobKind.${job.kind}`),
    stack: job.stack ?? 'Lifeboat',
    status: text(`words.status.${job.status}`),
  });
  const told = job.error ?? job.warning;
  return { title, body: told === null ? '' : error(told, now).message };
}
