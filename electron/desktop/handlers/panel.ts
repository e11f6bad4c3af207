import type { Handlers } from '../../../shared/ipc/contract.ts';
import type { Desk } from '../desk.ts';

/** The calls that are about the panel itself, its jobs and its health. */
export function panelHandlers({
  engine,
  panel,
  paths,
}: Desk): Omit<
  Handlers,
  Extract<
    keyof Handlers,
    `${'stacks' | 'backups' | 'rollback' | 'policies' | 'schedule' | 'replicas' | 'notifications' | 'upgrades'}.${string}`
  >
> {
  return {
    'panel.state': async () => panel.state(),
    async 'panel.set'(change) {
      const state = await panel.set(change);
      // Messages that leave this machine speak as the panel does.
      if (change.language !== undefined) await engine.setLanguage(state.language);
      return state;
    },
    async 'panel.openLogs'() {
      await panel.openLogs();
      return null;
    },
    async 'panel.quit'({ decision }) {
      panel.quit(decision);
      return null;
    },
    async 'path.choose'({ purpose }) {
      const path = await panel.choosePath(purpose);
      return path === null ? null : paths.give(path, purpose);
    },
    'jobs.list': () => engine.jobs(),
    'jobs.get': ({ job }) => engine.job(job),
    'jobs.log': ({ job }) => engine.jobLog(job),
    'jobs.cancel': ({ job }) => engine.cancel(job),
    'health.examine': () => engine.doctor(),
  };
}
