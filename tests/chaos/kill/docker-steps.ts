import { join } from 'node:path';
import type { Arena } from '../arena.ts';
import type { SeededRandom } from '../random.ts';
import { type Blow, killRound, type RoundKind } from '../round.ts';
import { type Point, pointsOf } from './points.ts';
import type { StepCounts } from './step-round.ts';
import { runVictim } from './victim.ts';

/** Kills a command of a running Compose stack at its points, as `killAtSteps` does for folders. Rejects as that does. */
export async function killDockerAtSteps(
  arena: Arena,
  kind: Exclude<RoundKind, 'lost catalog'>,
  limit: number,
  random: SeededRandom,
): Promise<StepCounts> {
  let passed: readonly string[] = [];
  const blowAt = (point: Point | null): Blow => {
    return async (boat, args) => {
      const options = { home: boat.home, env: { DOCKER_HOST: arena.host }, log: join(arena.home.beside, 'points') };
      const victim = await runVictim(args, point, options);
      passed = victim.passed;
      return { moment: point === null ? 'nowhere' : `${point.when} ${point.n}`, killed: victim.killed };
    };
  };
  await killRound(arena, kind, blowAt(null));
  const counts = { passed: passed.length, killed: 0, killedAgain: 0, old: 0, renewed: 0 };
  for (const point of pointsOf(passed, limit, random)) {
    try {
      const { killed, data } = await killRound(arena, kind, blowAt(point));
      if (killed) counts.killed += 1;
      if (data !== null) counts[data === 'old' ? 'old' : 'renewed'] += 1;
    } catch (cause) {
      throw new Error(`${kind}, killed ${point.when} ${point.n} (${point.name}): ${String(cause)}`, { cause });
    }
  }
  return counts;
}
