import type { Translator } from '../../shared/i18n.ts';
import type { Destination } from '../../shared/ipc/events.ts';
import type { Fault } from '../../shared/model/fault.ts';
import { formatList } from '../../shared/units.ts';

/** What the desktop shows, and where a click on it leads. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly to: Destination;
}

// A share that is gone may be the fault of many stacks.
const most = 3;

/** A notice for each fault; one for all when they are many. `now` in ms. */
export function alarmNotices(faults: readonly Fault[], words: Translator, now: number): Notice[] {
  if (faults.length <= most) return faults.map((fault) => noticeOf([fault], words, now));
  return [noticeOf(faults, words, now)];
}

function noticeOf(faults: readonly Fault[], { text, fault, language }: Translator, now: number): Notice {
  const state = faults.some((found) => found.state === 'alarm') ? 'alarm' : 'attention';
  const stacks = formatList([...new Set(faults.map(({ stack }) => stack ?? 'Lifeboat'))], language);
  const stackIds = new Set(faults.map(({ stackId }) => stackId));
  const [stackId = null] = stackIds.size === 1 ? stackIds : [];
  return {
    title: text(`alarms.subject.${state}`, { stacks }),
    body: faults.map((found) => fault(found, now)).join('\n'),
    to: stackId === null ? { page: 'overview' } : { page: 'stack', stackId },
  };
}
