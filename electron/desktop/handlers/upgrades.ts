import type { Handlers } from '../../../shared/ipc/contract.ts';
import { type Upgrade, upgradePatience } from '../../../shared/model/upgrade.ts';
import { AppError, hasCode } from '../../core/errors.ts';
import { Confirmations } from '../confirmations.ts';
import type { Desk } from '../desk.ts';

const minuteMs = 60_000;
const nobody = (): void => undefined;

export function upgradeHandlers(desk: Desk): Pick<Handlers, Extract<keyof Handlers, `upgrades.${string}`>> {
  const { engine, clock, begin } = desk;
  const backs = new Confirmations<Upgrade>(clock);
  const find = async (id: string): Promise<Upgrade> => {
    const found = (await engine.upgrades()).find((upgrade) => upgrade.id === id);
    if (found === undefined) throw new AppError('UPGRADE_NOT_FOUND', { job: id });
    return found;
  };
  // Who follows it hears the word; where nobody does any more, it is followed from here.
  const follow = async (id: string): Promise<void> => {
    try {
      await begin(() => engine.followUpgrade(id));
    } catch (error) {
      if (!hasCode(error, 'STACK_BUSY')) throw error;
    }
  };
  return {
    'upgrades.list': async ({ stack }) => (await engine.upgrades()).filter(({ stackId }) => stackId === stack),
    'upgrades.begin': async ({
      stack,
      appVersion,
      images,
      healthMinutes = upgradePatience.healthMinutes,
      confirmMinutes = upgradePatience.confirmMinutes,
    }) =>
      begin(() =>
        engine.guardUpgrade(
          {
            stack,
            images,
            command: null,
            healthMs: healthMinutes * minuteMs,
            confirmMs: confirmMinutes * minuteMs,
            keepHealthy: false,
            ...(appVersion === undefined ? {} : { appVersion }),
          },
          nobody,
        ),
      ),
    async 'upgrades.decide'({ upgrade, decision }) {
      const decided = await engine.decideUpgrade(upgrade, decision);
      await follow(upgrade);
      return decided;
    },
    'upgrades.askBack': async ({ upgrade }) => backs.ask(await find(upgrade)),
    async 'upgrades.back'({ token }) {
      const { id, state } = backs.take(token);
      // One that could not go back needs no word: it is only tried again.
      if (state !== 'failed') await engine.decideUpgrade(id, 'back');
      await follow(id);
      return null;
    },
  };
}
