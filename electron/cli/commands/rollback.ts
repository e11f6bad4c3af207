import type { Command } from 'commander';
import type { RollbackPlan } from '../../../shared/model/rollback.ts';
import type { PlanRequest } from '../../core/engine-api.ts';
import { AppError, hasCode } from '../../core/errors.ts';
import { confirmByName } from '../confirm.ts';
import { readPlanFile } from '../plan-file.ts';
import { planLines, rollbackLines } from '../plan-lines.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { absolute, backupArgument, verb } from '../verb.ts';
import { visible } from '../visible.ts';
import { type PlanOptions, planOptions, planRequest } from './plan.ts';

interface RollbackOptions extends PlanOptions {
  readonly plan?: string;
  readonly yes?: boolean;
  readonly acceptMajorVersion?: boolean;
  readonly fetch?: boolean;
}

export function addRollback(program: Command, shell: Shell): void {
  const { text } = shell.words;
  planOptions(verb(program, shell, 'rollback', text('help.verb.rollback')).addArgument(backupArgument(shell)), shell)
    .option('--plan <FILE>', text('help.option.plan'))
    .option('--accept-major-version', text('help.option.acceptMajorVersion'))
    .option('--fetch', text('help.option.fetch'))
    .option('--yes', text('help.option.yes'))
    .action(async (named: string | undefined, options: RollbackOptions) => {
      const saved = options.plan === undefined ? null : await savedPlan(shell, named, options.plan, options);
      await shell.perform(options, async (session) => {
        const { engine, words } = session;
        const plan =
          saved ?? (await planned(session, await planRequest(session, named, options), options.fetch === true));
        if (!(session.json && options.yes === true)) for (const line of planLines(plan, words)) session.note(line);
        if (options.yes !== true) await confirmByName(session, plan.stack);
        const acceptMajorVersion = await acceptsVersion(session, plan, options.acceptMajorVersion === true);
        const result = await session.run(() => engine.rollback(plan, { acceptMajorVersion }));
        return { json: result, lines: rollbackLines(result, words) };
      });
    });
}

/** The plan; the pack is fetched first where it has to be and `--fetch` was said. */
async function planned(session: Session, request: PlanRequest, fetches: boolean): Promise<RollbackPlan> {
  const { engine, words } = session;
  try {
    return await engine.planRollback(request);
  } catch (error) {
    if (!fetches || !hasCode(error, 'REPLICA_FETCH_FIRST')) throw error;
  }
  const { id } = await engine.findBackup(request.backup, request.stack);
  const fetched = await session.run(() => engine.fetchBackup(id));
  session.note(words.text('cli.replica.fetched', { name: visible(fetched.name), path: visible(fetched.path ?? '') }));
  return engine.planRollback(request);
}

/** A saved plan is applied as it is: options that would change it are refused, not ignored. */
async function savedPlan(
  shell: Shell,
  named: string | undefined,
  file: string,
  options: RollbackOptions,
): Promise<RollbackPlan> {
  const { text } = shell.words;
  if (named !== undefined) throw new AppError('USAGE_INVALID', { detail: text('cli.ask.needBackupOrPlan') });
  const changing = [
    options.dataOnly === true ? '--data-only' : null,
    options.only === undefined ? null : '--only',
    options.exclude === undefined ? null : '--exclude',
    options.stack === undefined ? null : '--stack',
    options.safetyBackup ? null : '--no-safety-backup',
  ].filter((name) => name !== null);
  if (changing.length > 0)
    throw new AppError('USAGE_INVALID', { detail: text('cli.ask.planFixed', { options: changing.join(' ') }) });
  return await readPlanFile(absolute(shell, file));
}

/** Another major version is a question of its own: `--yes` does not answer it. */
async function acceptsVersion(session: Session, plan: RollbackPlan, accepted: boolean): Promise<boolean> {
  if (!plan.version.majorDiffers) return false;
  if (accepted) return true;
  const { prompts } = session.terminal;
  const from = plan.version.current ?? '–';
  const to = plan.version.target ?? '–';
  const question = session.words.text('cli.ask.major', { from: visible(from), to: visible(to) });
  if (prompts !== null && (await prompts.agree(question))) return true;
  throw new AppError('VERSION_MAJOR_DIFFERS', { stack: plan.stack, from, to });
}
