import { setTimeout as delay } from 'node:timers/promises';
import { type ProgramEnd, runProgram } from '../child-program.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, detailOf, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { nextUpgradeAct } from './upgrade-state.ts';

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
    const { code } = await job.step('run command', { command, cwd }, async () => {
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
      return { code: end.code, signal: end.signal };
    });
    if (job.signal.aborted || tooLong.signal.aborted) return;
    if (code !== 0) throw commandFailed(command, { code, signal: null });
    const until = isoTime(context.clock() + (upgrades.get(job.id)?.healthMs ?? 0));
    // The operator's word may have come meanwhile: it stays.
    upgrades.update(job.id, { state: 'checking', until });
  } catch (error) {
    if (job.signal.aborted) return;
    const reason = reportOf(error instanceof AppError ? error : commandFailed(command, detailOf(error)));
    upgrades.update(job.id, { state: 'going-back', reason, until: null });
  } finally {
    watching.abort();
    await watched;
  }
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
