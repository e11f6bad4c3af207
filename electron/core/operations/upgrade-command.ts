import { setTimeout as delay } from 'node:timers/promises';
import { type ProgramEnd, runProgram } from '../child-program.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, detailOf, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { nextUpgradeAct } from './upgrade-state.ts';
import { turnBack } from './upgrade-turn.ts';

const pollMs = 500;

/**
 * Runs the operator's upgrade command, and writes into the record what follows from its end: a look at the health, or
 * the way back. It is ended when its time is over, or when the operator wants to go back meanwhile.
 */
export async function runUpgradeCommand(
  context: EngineContext,
  job: JobControl,
  command: readonly string[],
  cwd: string,
  onLine: (line: string) => void,
): Promise<void> {
  const { upgrades } = context.catalog;
  const tooLong = new AbortController();
  const watching = new AbortController();
  const watched = watchTime(context, job.id, tooLong, watching.signal);
  try {
    const { code, lingers } = await job.step('run command', { command, cwd }, async () => {
      const end = await runProgram(command, {
        cwd,
        env: context.env,
        onLine: (line) => {
          job.log.info({ from: 'command' }, line);
          onLine(line);
        },
        signal: AbortSignal.any([job.signal, tooLong.signal]),
        interactive: true,
      });
      return end;
    });
    if (lingers) return giveUp(context, job, command);
    if (job.signal.aborted || tooLong.signal.aborted) return;
    if (code !== 0) throw commandFailed(command, { code, signal: null, lingers });
    const until = isoTime(context.clock() + (upgrades.get(job.id)?.healthMs ?? 0));
    // The operator's word may have come meanwhile: it stays.
    upgrades.update(job.id, { state: 'checking', until });
  } catch (error) {
    if (job.signal.aborted) return;
    const reason = reportOf(error instanceof AppError ? error : commandFailed(command, detailOf(error)));
    turnBack(context.catalog, job.id, reason);
  } finally {
    watching.abort();
    await watched;
  }
}

/** Going back under something that still makes containers would end in a mixture. The operator may try again. */
function giveUp({ catalog, clock }: EngineContext, job: JobControl, command: readonly string[]): never {
  const stack = catalog.upgrades.get(job.id)?.stack ?? '';
  const params = { stack, job: job.id, cause: 'UPGRADE_COMMAND_ALIVE', manual: '–', command: command.join(' ') };
  const failure = new AppError('UPGRADE_NOT_BACK', params);
  const reason = { code: failure.code, params };
  catalog.upgrades.update(job.id, { state: 'failed', reason, until: null, endedAt: isoTime(clock()) });
  throw failure;
}

function commandFailed(command: readonly string[], end: ProgramEnd | string): AppError {
  const detail = typeof end === 'string' ? end : `exit code ${end.code ?? end.signal}`;
  return new AppError('UPGRADE_COMMAND_FAILED', { command: command.join(' '), detail });
}

async function watchTime(
  { catalog, clock }: EngineContext,
  id: string,
  tooLong: AbortController,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const upgrade = catalog.upgrades.get(id);
    if (upgrade !== null && nextUpgradeAct(upgrade, clock()).act === 'go-back') {
      tooLong.abort();
      return;
    }
    await delay(pollMs, undefined, { signal }).catch(() => undefined);
  }
}
