import { type Command, Option } from 'commander';
import { type BackupType, backupTypes } from '../../../shared/model/backup.ts';
import type { PlanRequest } from '../../core/engine-api.ts';
import { chooseBackup, isWhole } from '../choose-backup.ts';
import { writePlanFile } from '../plan-file.ts';
import { planLines } from '../plan-lines.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { absolute, backupArgument, type Common, repeated, verb } from '../verb.ts';
import { visible } from '../visible.ts';

/** What a plan can be told, by `plan` and `rollback` alike. */
export interface PlanOptions extends Common {
  readonly stack?: string;
  readonly type?: BackupType;
  readonly dataOnly?: boolean;
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  /** False for `--no-safety-backup`. */
  readonly safetyBackup: boolean;
}

export function addPlan(program: Command, shell: Shell): void {
  const { text } = shell.words;
  planOptions(verb(program, shell, 'plan', text('help.verb.plan')).addArgument(backupArgument(shell)), shell)
    .option('--out <FILE>', text('help.option.out'))
    .option('--overwrite', text('help.option.overwrite'))
    .action(
      (named: string | undefined, options: PlanOptions & { readonly out?: string; readonly overwrite?: boolean }) =>
        shell.perform(options, async (session) => {
          const { engine, words } = session;
          const plan = await engine.planRollback(await planRequest(session, named, options));
          const lines = planLines(plan, words);
          if (options.out === undefined) return { json: plan, lines };
          const path = absolute(shell, options.out);
          const { replaced } = await writePlanFile(path, plan, { overwrite: options.overwrite === true });
          if (replaced) session.note(text('cli.planFile.overwritten', { path: visible(path) }));
          return { json: plan, lines: [...lines, '', text('cli.planFile.written', { path: visible(path) })] };
        }),
    );
}

/** The options that say what a rollback takes and leaves. */
export function planOptions(command: Command, shell: Shell): Command {
  const { text } = shell.words;
  return command
    .option('--stack <STACK>', text('help.option.ofStack'))
    .addOption(new Option('--type <TYPE>', text('help.option.ofType')).choices(backupTypes))
    .option('--data-only', text('help.option.dataOnly'))
    .option('--only <SOURCE>', text('help.option.only'), repeated)
    .option('--exclude <GLOB>', text('help.option.excludeRollback'), repeated)
    .option('--no-safety-backup', text('help.option.noSafetyBackup'));
}

/** What the options ask of the engine; `named` is chosen from a list when it is absent and somebody is there to ask. */
export async function planRequest(
  session: Session,
  named: string | undefined,
  options: PlanOptions,
): Promise<PlanRequest> {
  const backup = await chooseBackup(session, named, options.stack, isWhole, options.type);
  const { dataOnly, only, exclude, safetyBackup } = options;
  return {
    backup: backup.id,
    scope: dataOnly === true ? 'data-only' : 'full',
    safetyBackup,
    ...(only === undefined ? {} : { only }),
    ...(exclude === undefined ? {} : { exclude }),
  };
}
