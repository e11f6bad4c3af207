import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { type Bar, isMet } from './bars.ts';
import { median } from './figures.ts';
import type { Frames } from './panel-page.ts';
import { measurePanel, type PanelMeasured } from './panel.ts';
import { barLine } from './report.ts';

const reportFile = join(import.meta.dirname, '../../docs/bench-panel.md');

/** Measures the panel, writes docs/bench-panel.md, and sets the exit code to 1 when a limit is missed. */
export async function benchPanel(say: (text: string) => void): Promise<void> {
  const load = loadavg()[0] ?? 0;
  const measured = await measurePanel(say);
  const bars = panelBars(measured);
  const text = panelText(measured, bars, load);
  await writeFile(reportFile, text);
  process.stdout.write(text);
  process.exitCode = bars.every(isMet) ? 0 : 1;
}

function panelBars({ usableMs, loop, busyFrames, listMs, scrollFrames }: PanelMeasured): Bar[] {
  return [
    { what: 'window usable after the start of the process', limit: 1500, value: median(usableMs), unit: 'ms' },
    { what: 'event-loop delay of main during a backup, 99th percentile', limit: 50, value: loop.p99, unit: 'ms' },
    { what: 'longest frame of the page during a backup', limit: 100, value: busyFrames.longestMs, unit: 'ms' },
    { what: 'list of 10,000 backups drawn after a click', limit: 300, value: median(listMs.again), unit: 'ms' },
    {
      what: 'list of 10,000 backups drawn after a click right after the start',
      limit: 300,
      value: median(listMs.first),
      unit: 'ms',
    },
    { what: 'frames dropped while scrolling it', limit: 5, value: scrollFrames.dropped * 100, unit: '%' },
  ];
}

function panelText(measured: PanelMeasured, bars: readonly Bar[], load: number): string {
  const { usableMs, loop, backupMs, busyFrames, listMs, scrollFrames, idleFrames } = measured;
  return `# The panel’s speed

<!-- Written by \`npm run bench -- --only panel\`. Do not edit. -->

${new Date().toISOString().slice(0, 10)}, on a machine with ${availableParallelism()} cores, whose load was ${load.toFixed(1)} before the run. Electron under Xvfb, drawn without a graphics card.

| | limit | measured | |
|---|---|---|---|
${bars.map(barLine).join('\n')}

## What was measured

- Usable: from the start of the process to a rail that can be clicked, ${usableMs.length} starts: ${whole(usableMs)} ms.
- The backup: a folder of 1 GiB, cold, zstd 3, started by the page, which shows it meanwhile. It took ${(backupMs / 1000).toFixed(1)} s. Event-loop delay of main: ${loop.p99.toFixed(1)} ms at the 99th percentile, ${loop.max.toFixed(1)} ms at most.
- The list: 10,000 records in the catalog. From the click on the stack to the frame after its first rows: ${whole(listMs.again)} ms; right after the start, when the records may still be on their way: ${whole(listMs.first)} ms.
- Scrolling: three rows in every frame.

| times between frames | frames | over 16.7 ms | over 50 ms | over 100 ms | longest |
|---|---|---|---|---|---|
${frameLine('during the backup', busyFrames)}
${frameLine('scrolling', scrollFrames)}
${frameLine('nothing happens', idleFrames)}

The last line is a control, the same page doing nothing: ${percent(idleFrames.dropped)} of its frames were dropped. A page that works shares the processors with whatever else runs, so take these figures on a machine at rest. A frame counts as over 16.7 ms when it missed a refresh (25 ms and more): timers alone jitter around 16.7.
`;
}

function frameLine(name: string, { count, late, over50, over100, longestMs }: Frames): string {
  const cells = [name, count, percent(late), percent(over50), percent(over100), `${longestMs.toFixed(0)} ms`];
  return `| ${cells.join(' | ')} |`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function whole(values: readonly number[]): string {
  return values.map((value) => value.toFixed(0)).join(', ');
}
