import { Notification } from 'electron';
import type { Translator } from '../../shared/i18n.ts';
import type { Destination } from '../../shared/ipc/events.ts';
import { systemClock } from '../core/clock.ts';
import type { Engine } from '../core/engine-api.ts';
import { alarmNotices } from './alarm-notices.ts';
import { jobNotice, type Notice } from './job-notice.ts';
import { isNoticed } from './noticed-jobs.ts';
import type { PanelWindow } from './window.ts';

interface Options {
  readonly words: () => Translator;
  readonly wanted: () => boolean;
}

/** Tells of a job's end when nobody looks at the window. */
export function notifyOfJobs(engine: Engine, window: PanelWindow, { words, wanted }: Options): void {
  engine.onJob((job) => {
    if (!isNoticed(job) || window.watched || !wanted() || !Notification.isSupported()) return;
    show(jobNotice(job, words(), systemClock()), window, { page: 'jobs', jobId: job.id });
  });
}

/** Tells of faults, also when the window is looked at: it may show something else. */
export function notifyOfAlarms(engine: Engine, window: PanelWindow, { words, wanted }: Options): void {
  engine.onAlarm(({ faults }) => {
    if (!wanted() || !Notification.isSupported()) return;
    for (const { to, ...sentences } of alarmNotices(faults, words(), systemClock())) show(sentences, window, to);
  });
}

// One that nobody refers to is collected, and a click on it leads nowhere.
const shown = new Set<Notification>();

function show(sentences: Notice, window: PanelWindow, to: Destination): void {
  const notification = new Notification(sentences);
  shown.add(notification);
  notification.on('close', () => shown.delete(notification));
  notification.on('click', () => {
    shown.delete(notification);
    window.show();
    window.send({ type: 'go', to });
  });
  notification.show();
}
