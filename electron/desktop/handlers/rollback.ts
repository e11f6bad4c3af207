import type { Handlers } from '../../../shared/ipc/contract.ts';
import type { KeptRollback, RollbackPlan } from '../../../shared/model/rollback.ts';
import { AppError } from '../../core/errors.ts';
import { Confirmations } from '../confirmations.ts';
import type { Desk } from '../desk.ts';

export function rollbackHandlers({
  engine,
  clock,
  begin,
}: Desk): Pick<Handlers, Extract<keyof Handlers, `rollback.${string}`>> {
  const plans = new Confirmations<RollbackPlan>(clock);
  const undos = new Confirmations<KeptRollback>(clock);
  const releases = new Confirmations<KeptRollback>(clock);
  const find = async (job: string): Promise<KeptRollback> => {
    const found = (await engine.keptRollbacks()).find((kept) => kept.jobId === job);
    if (found === undefined) throw new AppError('UNDO_NOTHING_KEPT', { job });
    return found;
  };
  return {
    'rollback.plan': async (request) => plans.ask(await engine.planRollback(request)),
    async 'rollback.start'({ token, typed, acceptMajorVersion }) {
      const { stack } = plans.look(token);
      if (typed !== stack) throw new AppError('CONFIRMATION_REQUIRED', { stack });
      const plan = plans.take(token);
      return begin(() => engine.rollback(plan, { acceptMajorVersion }));
    },
    'rollback.kept': () => engine.keptRollbacks(),
    'rollback.askUndo': async ({ job }) => undos.ask(await find(job)),
    async 'rollback.undo'({ token }) {
      const { jobId } = undos.take(token);
      return begin(() => engine.undo(jobId));
    },
    'rollback.askRelease': async ({ job }) => releases.ask(await find(job)),
    async 'rollback.release'({ token }) {
      const { jobId } = releases.take(token);
      return begin(() => engine.release(jobId));
    },
  };
}
