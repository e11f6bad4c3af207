import { Notification } from 'electron';
import type { Translator } from '../../shared/i18n.ts';
import type { Job } from '../../shared/model/job.ts';
import { systemClock } from '../core/clock.ts';
import type { Engine } from '../core/engine-api.ts';
import type { PanelWindow } from './window.ts';

interface Options {
  readonly words: () => Translator;
  readonly wanted: () => boolean;
}

/** Tells of a job's end when nobody looks at the window. */
export function notifyOfJobs(engine: Engine, window: PanelWindow, { words, wanted }: Options): void {
  engine.onJob((job) => {
    if (job.endedAt === null || window.watched || !wanted() || !Notification.isSupported()) return;
    const notification = new Notification(sentencesOf(job, words()));
    notification.on('click', () => {
      window.show();
      window.send({ type: 'go', to: { page: 'jobs', jobId: job.id } });
    });
    notification.show();
  });
}

function sentencesOf(job: Job, { text, error }: Translator): { title: string; body: string } {
  const title = text('desktop.notify.title', {
    kind: text(`words.jobKind.${job.kind}`),
    stack: job.stack ?? 'Lifeboat',
    status: text(`words.status.${job.status}`),
  });
  return { title, body: job.error === null ? '' : error(job.error, systemClock()).message };
}
