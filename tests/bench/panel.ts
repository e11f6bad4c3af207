import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog } from '../../electron/core/catalog/database.ts';
import { systemClock } from '../../electron/core/clock.ts';
import { createEngine } from '../../electron/core/engine.ts';
import { setup } from '../support/panel-testbed.ts';
import { openPanel } from '../support/panel.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { makeCorpus } from './corpus.ts';
import type { LoopDelay } from './loop-delay.ts';
import { type Frames, openList, scrollList, watchFrames } from './panel-page.ts';

const starts = 5;
const backups = 10_000;
const scrollMs = 4000;
// Nothing is asked of Docker, and no engine of this machine may make a difference.
const env = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };

/** Everything that is measured of the panel. */
export interface PanelMeasured {
  /** From the start of the process to a rail that can be clicked; one per start. */
  readonly usableMs: readonly number[];
  /** While a folder of 1 GiB is backed up. */
  readonly loop: LoopDelay;
  readonly backupMs: number;
  readonly busyFrames: Frames;
  /** The first page opened after a start, so that the records come through first; and opened again. */
  readonly listMs: { readonly first: readonly number[]; readonly again: readonly number[] };
  readonly scrollFrames: Frames;
  /** Of the same page while nothing happens: a control. */
  readonly idleFrames: Frames;
}

/** Measures the real panel under a display of its own. */
export async function measurePanel(say: (text: string) => void): Promise<PanelMeasured> {
  const end = await setup();
  try {
    await using folder = await tempFolder('lbb');
    const corpus = join(folder.path, 'corpus');
    say('making 1 GiB of data');
    await makeCorpus(corpus, 1, 'lifeboat');
    const home = join(folder.path, 'home');
    await fill(home);
    say('starts');
    const usableMs: number[] = [];
    const first: number[] = [];
    const again: number[] = [];
    for (let start = 0; start < starts; start += 1) {
      await using panel = await openPanel({ home, env });
      usableMs.push(panel.readyMs);
      await panel.page.getByRole('navigation').getByText('sample').waitFor();
      first.push(await openList(panel.page, 'sample'));
      await panel.page.getByRole('navigation').getByText('Overview').click();
      again.push(await openList(panel.page, 'sample'));
    }
    say('scrolling');
    const still = await measureScrolling(home);
    say('a backup of 1 GiB');
    const busy = await measureBackup(join(folder.path, 'other-home'), corpus, join(folder.path, 'packs'));
    return { usableMs, listMs: { first, again }, ...still, ...busy };
  } finally {
    await end();
  }
}

type Busy = Pick<PanelMeasured, 'loop' | 'backupMs' | 'busyFrames'>;

async function measureScrolling(home: string): Promise<Pick<PanelMeasured, 'scrollFrames' | 'idleFrames'>> {
  await using panel = await openPanel({ home, env });
  await panel.page.getByRole('navigation').getByText('sample').waitFor();
  await openList(panel.page, 'sample');
  const idleFrames = await watchFrames(panel.page, () => panel.page.waitForTimeout(scrollMs));
  return { idleFrames, scrollFrames: await watchFrames(panel.page, () => scrollList(panel.page, scrollMs)) };
}

/** In a home of its own: there, nothing else is to be loaded. */
async function measureBackup(home: string, corpus: string, packs: string): Promise<Busy> {
  await using panel = await openPanel({ home, env });
  const token = async (path: string, purpose: 'folder' | 'storage'): Promise<string> => {
    await panel.answerDialogs(path);
    return (await panel.call('path.choose', { purpose }))?.token ?? '';
  };
  await mkdir(packs);
  const { id, name } = await panel.call('stacks.add', {
    kind: 'folder',
    folders: [await token(corpus, 'folder')],
    sqlite: [],
    exclude: [],
    storage: await token(packs, 'storage'),
  });
  await panel.page.reload();
  await panel.page.getByRole('navigation').getByText(name).click();
  const delays = await panel.app.evaluateHandle(() => {
    const histogram = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    return histogram;
  });
  const started = performance.now();
  const busyFrames = await watchFrames(panel.page, async () => {
    const request = { stack: id, type: 'manual', mode: 'cold', images: false, format: 'zstd', level: 3 } as const;
    const job = await panel.jobEnd(await panel.call('backups.start', request));
    if (job.status !== 'succeeded') throw new Error(`the backup ended ${job.status}`);
  });
  const backupMs = performance.now() - started;
  const loop = await delays.evaluate((histogram) => {
    histogram.disable();
    return { p99: histogram.percentile(99) / 1e6 - 1, max: histogram.max / 1e6 - 1 };
  });
  return { loop, backupMs, busyFrames };
}

/** The sample with one real backup, and as many records of it as an operator could ever have. */
async function fill(home: string): Promise<void> {
  const engine = await createEngine({ home, env });
  const { id } = await engine.sample();
  const backup = await engine.backup({ stack: id, appVersion: '1.0' }).result;
  await engine.close();
  const catalog = openCatalog(join(home, 'catalog.db'), systemClock);
  for (let n = 1; n < backups; n += 1) {
    const createdAt = new Date(Date.parse(backup.createdAt) - n * 3_600_000).toISOString();
    catalog.backups.insert({ ...backup, id: randomUUID(), createdAt, appVersion: `1.${n % 40}` });
  }
  catalog.close();
}
