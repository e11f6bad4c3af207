// `npm run bench`: Lifeboat beside tar, restic and borg on the same data in one run; writes docs/bench.md and ends
// with 1 when a bar is missed. `-- --size 0.1 --rounds 1` is a quick trial that writes nothing. `-- --only panel`
// measures the panel instead, into docs/bench-panel.md; `-- --only smb` our SMB client, into docs/bench-smb.md.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { expectCommand } from '../support/command.ts';
import { benchPrograms, obtainPrograms } from '../support/requirements.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { barsOf, isMet, type Measured } from './bars.ts';
import { makeCorpus } from './corpus.ts';
import { measureEventLoop } from './event-loop.ts';
import { measureFolder } from './folder-rounds.ts';
import { measureMemory } from './memory.ts';
import { benchPanel } from './panel-report.ts';
import { barLine, reportText } from './report.ts';
import { benchSmb } from './smb-report.ts';
import { measureStopWindows } from './stop-window.ts';

const full = { size: 1, rounds: 3 };
const reportFile = join(import.meta.dirname, '../../docs/bench.md');

const { values } = parseArgs({
  options: { size: { type: 'string' }, rounds: { type: 'string' }, only: { type: 'string' } },
});
const size = positive('size', values.size ?? String(full.size));
const rounds = positive('rounds', values.rounds ?? String(full.rounds));
if (values.only === 'panel') await benchPanel(say);
else if (values.only === 'smb') await benchSmb(size, rounds, size >= full.size && rounds >= full.rounds, say);
else if (values.only === undefined) await compare(size, rounds);
else throw new Error('--only takes panel or smb');

async function compare(size: number, rounds: number): Promise<void> {
  const obstacle = await obtainPrograms({ ...benchPrograms, time: 'time', gzip: 'gzip' });
  if (obstacle !== null) throw new Error(`the comparison cannot run: ${obstacle}`);
  const load = loadavg()[0] ?? 0;
  const measured = await measure(size, rounds);
  const bars = barsOf(measured);
  const circumstances = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${availableParallelism()} cores, whose load was ${load.toFixed(1)} before the run`,
    versions: await versions(),
    corpus: `${size} GiB: text, binaries, incompressible files, ${Math.round(size * 15_000)} small files, SQLite and a database's file`,
    rounds,
  };
  const text = reportText(circumstances, measured, bars);
  if (size >= full.size && rounds >= full.rounds) await writeFile(reportFile, text);
  process.stdout.write(`${text}\n${bars.map(barLine).join('\n')}\n`);
  process.exitCode = bars.every(isMet) ? 0 : 1;
}

async function measure(size: number, rounds: number): Promise<Measured> {
  await using folder = await tempFolder('lbb');
  const work = join(folder.path, 'work');
  await mkdir(work);
  const corpus = join(folder.path, 'corpus');
  say(`making ${size} GiB of data`);
  await makeCorpus(corpus, size, 'lifeboat');
  say('a folder');
  const series = await measureFolder(corpus, work, rounds, say);
  say('stop window of a Compose stack');
  // gzip takes so long that two rounds must do.
  const stop = await measureStopWindows(corpus, work, Math.min(rounds, 2));
  say('event loop');
  const loop = await measureEventLoop(corpus, work);
  say('memory');
  const once = await measureMemory(corpus, work);
  await rm(corpus, { recursive: true });
  await makeCorpus(corpus, size * 4, 'lifeboat, larger');
  const fourTimes = await measureMemory(corpus, work);
  return { folder: series, stop, memory: { once, fourTimes }, loop };
}

async function versions(): Promise<string[]> {
  const restic = await expectCommand('restic', ['version']);
  const borg = await expectCommand('borg', ['--version']);
  const zstd = await expectCommand('zstd', ['--version']);
  const tar = await expectCommand('tar', ['--version']);
  return [
    `Node ${process.versions.node}`,
    restic.split(' ').slice(0, 2).join(' '),
    borg.trim(),
    `zstd ${/v([\d.]+)/u.exec(zstd)?.[1] ?? '?'}`,
    tar.split('\n')[0] ?? 'tar',
  ];
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new Error(`--${name} takes a number above 0, not "${value}"`);
  return number;
}

function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}
