import type { Progress } from '../../shared/model/job.ts';
import { cut, textWidth } from './text-width.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

const barWidth = 20;

/** `Copying data · volume/pgdata · ███████░░░ · 1.2 GB of 3.0 GB · 412.0 MB/s · 4 s left`, within `columns`. */
export function progressLine(progress: Progress, words: Words, columns: number): string {
  const fields = [words.text(`words.phase.${progress.phase}`)];
  if (progress.item !== null) fields.push(visible(progress.item));
  if (progress.totalBytes > 0) {
    fields.push(
      bar(progress.doneBytes / progress.totalBytes),
      words.text('cli.progressOf', { done: words.bytes(progress.doneBytes), total: words.bytes(progress.totalBytes) }),
    );
  } else if (progress.doneBytes > 0) {
    fields.push(words.bytes(progress.doneBytes));
  }
  if (progress.speed > 0) {
    fields.push(
      progress.etaMs === null
        ? words.speed(progress.speed)
        : words.text('cli.speedLeft', { speed: words.speed(progress.speed), left: words.duration(progress.etaMs) }),
    );
  }
  const line = fields.join(' · ');
  // A line as wide as the terminal would wrap, and redrawing would leave its pieces behind.
  return textWidth(line) < columns ? line : cut(line, columns - 1);
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled);
}
