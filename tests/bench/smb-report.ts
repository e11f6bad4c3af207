import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { obtainPrograms } from '../support/requirements.ts';
import { type Bar, isMet } from './bars.ts';
import { median, neighbourRatio } from './figures.ts';
import { barLine } from './report.ts';
import { copyLargeFile } from './smb-large.ts';
import { type CopySeries, measureSmb, type SmbSituation } from './smb.ts';

const reportFile = join(import.meta.dirname, '../../docs/bench-smb.md');
const gib = 1024 ** 3;

/**
 * Our SMB client beside `smbclient`, with `size` GiB. Writes docs/bench-smb.md after a full run, and sets the exit code
 * to 1 when a limit is missed.
 */
export async function benchSmb(
  size: number,
  rounds: number,
  isFull: boolean,
  say: (text: string) => void,
): Promise<void> {
  const obstacle = await obtainPrograms({ smbd: 'samba', smbclient: 'smbclient', time: 'time' });
  if (obstacle !== null) throw new Error(`the comparison cannot run: ${obstacle}`);
  const load = loadavg()[0] ?? 0;
  const measured = await measureSmb(Math.round(size * gib), rounds, say);
  const bars = barsOf(measured);
  const text = reportText(measured, bars, load);
  if (isFull) {
    say('SMB, a sparse file of 5 GiB');
    await copyLargeFile();
    await writeFile(reportFile, text);
  }
  process.stdout.write(text);
  process.exitCode = bars.every(isMet) ? 0 : 1;
}

function barsOf(measured: readonly SmbSituation[]): Bar[] {
  const ratios = measured.map(({ name, up }): Bar => {
    // 0.8 times smbclient's speed; on a slow line 1.2 times.
    const limit = name.includes('10 ms') ? 1 / 1.2 : 1 / 0.8;
    return { what: `upload, ${name}, against smbclient`, limit, value: timeRatio(up), unit: '×' };
  });
  const peaks = measured.flatMap(({ up, down }) => [...up.ours, ...down.ours].map(({ peakBytes }) => peakBytes));
  return [
    ...ratios,
    { what: 'peak memory of a process that copies', limit: 200, value: Math.max(...peaks) / 1e6, unit: 'MB' },
  ];
}

function timeRatio({ ours, theirs }: CopySeries): number {
  return neighbourRatio(
    ours.map(({ wallMs }) => wallMs),
    theirs.map(({ wallMs }) => wallMs),
  );
}

function reportText(measured: readonly SmbSituation[], bars: readonly Bar[], load: number): string {
  const rows = measured.flatMap(({ name, bytes, up, down }) => {
    const speed = (costs: CopySeries['ours']): string =>
      (bytes / 1000 / median(costs.map(({ wallMs }) => wallMs))).toFixed(0);
    return [
      `| upload, ${name} | ${speed(up.ours)} | ${speed(up.theirs)} |`,
      `| read back, ${name} | ${speed(down.ours)} | ${speed(down.theirs)} |`,
    ];
  });
  return `# The speed of our SMB client

<!-- Written by \`npm run bench -- --only smb\`. Do not edit. -->

${new Date().toISOString().slice(0, 10)}, on a machine with ${availableParallelism()} cores, whose load was ${load.toFixed(1)} before the run. A private Samba on the loopback whose folder is memory; both clients as processes of their own, in turn. The 10 ms are made by a proxy on the same machine, which gives every byte on later and holds none back. Ratios are of times: below 1 we are faster.

| | limit | measured | |
|---|---|---|---|
${bars.map(barLine).join('\n')}

| ${((measured[0]?.bytes ?? 0) / gib).toFixed(2)} GiB, MB/s | Lifeboat | smbclient |
|---|---:|---:|
${rows.join('\n')}

Every uploaded file was hashed on the server, and a sparse one of 5 GiB in both directions. Ours counts from before the connection to after its end, with a flush that the server confirms, but without the start of Node (0.2 s), which in the product has long happened; \`smbclient\` counts as a process and flushes nothing.
`;
}
