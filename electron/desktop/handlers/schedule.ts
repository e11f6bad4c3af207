import type { Handlers } from '../../../shared/ipc/contract.ts';
import type { PolicyView } from '../../../shared/model/schedule.ts';
import { AppError } from '../../core/errors.ts';
import { Confirmations } from '../confirmations.ts';
import type { Desk } from '../desk.ts';

type Calls = Pick<Handlers, Extract<keyof Handlers, `policies.${string}` | `schedule.${string}`>>;

export function scheduleHandlers({ engine, clock, begin, stacksChanged }: Desk): Calls {
  const removals = new Confirmations<PolicyView>(clock);
  const find = async (id: string): Promise<PolicyView> => {
    const found = (await engine.policies()).find((policy) => policy.id === id);
    if (found === undefined) throw new AppError('POLICY_NOT_FOUND', { policy: id });
    return found;
  };
  return {
    'policies.list': ({ stack }) => engine.policies(stack),
    'policies.preview': ({ stack, policy, draft }) => engine.previewPolicy(stack, policy, draft),
    async 'policies.save'({ stack, policy, draft }) {
      const saved = await engine.savePolicy(stack, policy, draft);
      stacksChanged();
      return saved;
    },
    'policies.askRemove': async ({ policy }) => removals.ask(await find(policy)),
    async 'policies.remove'({ token }) {
      await engine.removePolicy(removals.take(token).id);
      stacksChanged();
      return null;
    },
    'policies.run': async ({ policy }) => begin(() => engine.runPolicy(policy)),
    'policies.runs': ({ stack }) => engine.policyRuns(stack),
    'schedule.state': () => engine.schedule(),
    async 'schedule.pause'({ until }) {
      const state = await engine.pauseSchedule(until);
      stacksChanged();
      return state;
    },
    async 'schedule.resume'() {
      const state = await engine.resumeSchedule();
      stacksChanged();
      return state;
    },
    'schedule.settings': () => engine.scheduleSettings(),
    async 'schedule.set'(change) {
      const settings = await engine.setScheduleSettings(change);
      stacksChanged();
      return settings;
    },
  };
}
