import type { BackupView } from '../../shared/model/view.ts';
import { AppError } from '../core/errors.ts';
import type { Answer } from './answer.ts';
import { chooseReplica } from './choose-replica.ts';
import { onEachTarget } from './each-target.ts';
import type { Session } from './session.ts';
import { visible } from './visible.ts';

/**
 * Reads the copies of a backup back: on the target that was named, else on all of its stack that ever had one.
 * USAGE_INVALID where there is none.
 */
export async function verifyCopies(session: Session, backup: BackupView, named: string | undefined): Promise<Answer> {
  const { engine, words } = session;
  const targets =
    named === undefined
      ? (await engine.replicas(backup.stackId)).filter(({ copies }) =>
          copies.some(({ backupId, state }) => backupId === backup.id && state !== 'waiting'),
        )
      : [(await chooseReplica(session, named, backup.stackId)).replica];
  if (targets.length === 0)
    throw new AppError('USAGE_INVALID', {
      detail: words.text('cli.replica.noCopy', { backup: visible(backup.name) }),
    });
  return onEachTarget(session, targets, async (target) => {
    const report = await session.run(() => engine.verifyReplica(target.id, backup.id));
    const { files, storedBytes } = report;
    const name = visible(report.name);
    const shown = { name, replica: visible(target.name), files, stored: words.bytes(storedBytes) };
    return {
      json: { good: true, replica: target.name, ...report },
      lines: [words.paint.good(words.text('cli.replica.verified', shown))],
    };
  });
}
