import type { Handlers } from '../../../shared/ipc/contract.ts';
import type { Desk } from '../desk.ts';

type Calls = Pick<Handlers, Extract<keyof Handlers, `notifications.${string}`>>;

/** The calls that are about telling people. */
export function notificationHandlers({ engine, panel }: Desk): Calls {
  return {
    'notifications.get': () => engine.notifications(),
    async 'notifications.set'(change) {
      await engine.setLanguage(panel.state().language);
      return engine.setNotifications(change);
    },
    async 'notifications.test'({ channel }) {
      await engine.testNotification(channel);
      return engine.notifications();
    },
  };
}
