import type { ReactNode } from 'react';
import type { StackSchedule } from '../../../shared/model/schedule.ts';
import { isPausedThen } from '../../../shared/schedule/pause-end.ts';
import { nextTimeWords } from '../../../shared/stack/next-time.ts';
import { useSchedule } from '../../stores/schedule.ts';
import { useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';

/** When a stack's policies make the next backup; exactly, on hover. Nothing for a stack without one. */
export function NextRun({ schedule: { nextRun } }: { readonly schedule: StackSchedule }): ReactNode {
  const words = useWords();
  const now = useNow();
  const paused = useSchedule(({ state }) => state?.paused ?? null);
  if (nextRun === null) return null;
  const { at, policy } = nextRun;
  if (isPausedThen(paused, at)) return <span>{words.text('panel.overview.nextPaused')}</span>;
  return (
    <time className="next-run" dateTime={at} title={`${at} ${policy}`}>
      {words.text('panel.overview.next', { when: nextTimeWords(at, now, words) })}
    </time>
  );
}
