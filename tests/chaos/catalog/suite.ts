import { SeededRandom } from '../random.ts';
import { openCatalogGround, putHome } from './catalog-ground.ts';
import { damage, damageKinds, wantsWal } from './damage.ts';
import { comeBack } from './rebuild.ts';

export interface CatalogCounts {
  readonly points: number;
  readonly used: number;
  readonly rebuilt: number;
  /** Of the points in which something was lost or nobody was told. */
  readonly faults: readonly string[];
}

/** Damages a catalog at so many points, in every way in turn, and lets it come back. */
export async function catalogPoints(points: number, seed: number): Promise<CatalogCounts> {
  await using ground = await openCatalogGround();
  const tree = await ground.tree();
  const counts = { used: 0, rebuilt: 0 };
  const faults: string[] = [];
  for (let point = 0; point < points; point += 1) {
    const random = new SeededRandom(seed + point);
    const kind = damageKinds[point % damageKinds.length] ?? 'deleted';
    const [first = ground.last.closed, ...rest] = ground.older;
    const older = random.pick([first, ...rest]);
    await putHome(ground, wantsWal(kind) ? ground.last.live : ground.last.closed);
    await damage(ground.home, kind, random, older);
    try {
      counts[await comeBack(ground, tree)] += 1;
    } catch (error) {
      faults.push(`point ${point} (${kind}): ${String(error)}`);
    }
  }
  return { points, ...counts, faults };
}

/** `rounds` points. Resolves to whether every one of them came back. */
export async function catalogSuite(rounds: number, seed: number, say: (text: string) => void): Promise<boolean> {
  const { points, used, rebuilt, faults } = await catalogPoints(rounds, seed);
  for (const fault of faults.slice(0, 10)) say(`  FAILED: ${fault}`);
  say(
    `${points} points: ${used} went on with it, ${rebuilt} were told and built it anew, ${faults.length} lost something`,
  );
  return faults.length === 0;
}
