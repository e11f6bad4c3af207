import { races } from './races.ts';

/** `rounds` races, five times as many. Resolves to whether exactly one process got the stack in each. */
export async function racesSuite(rounds: number, seed: number, say: (text: string) => void): Promise<boolean> {
  try {
    const { races: all, won, takeovers, disguised, slowestMs, faults } = await races(rounds * 5, seed);
    for (const fault of faults.slice(0, 10)) say(`  FAILED: ${fault}`);
    const [one, other] = won;
    say(
      `two processes, ${all} races: ${one} won by one, ${other} by the other; ${takeovers} holders killed, the slowest took ${Math.round(slowestMs)} ms; ${disguised} owners with a strange identity; ${faults.length} wrong`,
    );
    return faults.length === 0;
  } catch (error) {
    // Nothing from outside takes part: a racer that died, or a job that somebody else has ended, is what races must not do.
    say(`  FAILED: ${String(error)}`);
    return false;
  }
}
