import type { Job, Phase } from '../../shared/model/job.ts';
import type { Clock } from '../core/clock.ts';
import { progressLine } from './progress-line.ts';
import type { Screen } from './terminal.ts';
import type { Words } from './words.ts';

export interface ProgressDisplay {
  show(job: Job): void;
  /** Makes room for other text. May be called again. */
  clear(): void;
  /** The job has ended; the next one begins anew. */
  end(): void;
}

const redrawMs = 250;
const defaultColumns = 80;

/** One line redrawn at most four times a second. The last state before `end` may stay undrawn: the result follows. */
export function liveDisplay(screen: Screen, words: Words, clock: Clock): ProgressDisplay {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let drawn = false;
  const clear = () => {
    if (drawn) screen.write('\r\u001b[2K');
    drawn = false;
  };
  return {
    show(job) {
      const now = clock();
      if (now - drawnAt < redrawMs) return;
      drawnAt = now;
      drawn = true;
      screen.write(`\r\u001b[2K${progressLine(job.progress, words, screen.columns ?? defaultColumns)}`);
    },
    clear,
    end: clear,
  };
}

/** One line per phase, for logs and pipes. */
export function phaseDisplay(screen: Screen, words: Words): ProgressDisplay {
  let phase: Phase | null = null;
  return {
    show(job) {
      if (job.progress.phase === phase) return;
      phase = job.progress.phase;
      if (phase !== 'done') screen.write(`${words.text(`words.phase.${phase}`)}\n`);
    },
    clear() {},
    end() {
      phase = null;
    },
  };
}

export const silentDisplay: ProgressDisplay = { show: () => {}, clear: () => {}, end: () => {} };
