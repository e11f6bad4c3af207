import { borg } from './contender-borg.ts';
import { lifeboatFolder } from './contender-lifeboat.ts';
import { restic } from './contender-restic.ts';
import { tarZstd } from './contender-tar.ts';
import type { BackupCost, Contender } from './contender.ts';
import type { Cost } from './timed.ts';

/** What one contender took, one value for each round. */
export interface Series {
  readonly name: string;
  readonly backup: BackupCost[];
  readonly verify: Cost[];
  readonly restore: Cost[];
}

export interface FolderSeries {
  readonly ours: Series;
  readonly tarZstd: Series;
  readonly restic: Series;
  readonly others: readonly Series[];
}

/** Backs up, verifies and restores the same folder with everyone in turns, as often as asked. */
export async function measureFolder(
  source: string,
  work: string,
  rounds: number,
  say: (text: string) => void,
): Promise<FolderSeries> {
  const plain = entrant(tarZstd(source, work));
  const ours = entrant(await lifeboatFolder(source, work));
  const theirs = entrant(restic(source, work));
  const others = [entrant(borg(source, work, 'lz4')), entrant(borg(source, work, 'zstd,3'))];
  // Ours stands between the two that it is held against, so each ratio is one of neighbours.
  const all = [plain, ours, theirs, ...others];
  const told = <C extends Cost>(what: string, { name }: Contender, cost: C): C => {
    say(`${what} with ${name}: ${(cost.wallMs / 1000).toFixed(2)} s`);
    return cost;
  };
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    for (const { contender, series } of all) series.backup.push(told('backup', contender, await contender.backup()));
    for (const { contender, series } of all) {
      if (contender.verify !== null) series.verify.push(told('verify', contender, await contender.verify()));
    }
    for (const { contender, series } of all) series.restore.push(told('restore', contender, await contender.restore()));
    for (const { contender } of all) await contender.discard();
  }
  return {
    ours: ours.series,
    tarZstd: plain.series,
    restic: theirs.series,
    others: others.map(({ series }) => series),
  };
}

function entrant(contender: Contender): { readonly contender: Contender; readonly series: Series } {
  return { contender, series: { name: contender.name, backup: [], verify: [], restore: [] } };
}
