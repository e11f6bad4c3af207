// The short form of the first part of `npm run chaos -- --suite kill`. Failures name command and point.
import { expect, it } from 'vitest';
import { killedCommands } from '../chaos/kill/commands.ts';
import { killAtSteps } from '../chaos/kill/step-round.ts';
import { SeededRandom } from '../chaos/random.ts';

// Seconds of work, on a machine that does nothing else.
const timeoutMs = 300_000;

const short = ['backup', 'rollback', 'import', 'migrate'];

it.each(killedCommands.filter(({ name }) => short.includes(name)))(
  '$name, killed at its steps: no half pack has a name, no pack is lost, the data is the old or the new',
  async (command) => {
    const { killed } = await killAtSteps(command, 4, new SeededRandom(11));
    expect(killed).toBe(4);
  },
  timeoutMs,
);
