import type { Command } from 'commander';
import type { KeptRollback } from '../../../shared/model/rollback.ts';
import type { Engine } from '../../core/engine-api.ts';
import { AppError } from '../../core/errors.ts';
import { confirm } from '../confirm.ts';
import { rollbackLines } from '../plan-lines.ts';
import type { Shell } from '../shell.ts';
import { type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';

type Options = Common & { readonly yes?: boolean };

/** `undo` and `release`: the two ways to end what a rollback has kept. */
export function addUndo(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'undo', text('help.verb.undo'))
    .argument('<JOB>', text('help.argument.job'))
    .option('--yes', text('help.option.yes'))
    .action((jobId: string, options: Options) =>
      shell.perform(options, async (session) => {
        const kept = await keptOf(session.engine, jobId);
        const question = text('cli.ask.undo', { stack: visible(kept.stack), backup: visible(kept.backup) });
        if (options.yes !== true && kept.undoable) await confirm(session, kept.stack, question);
        const result = await session.run(() => session.engine.undo(jobId));
        return {
          json: result,
          lines: [...rollbackLines(result, session.words, 'undone'), text('plan.undoneKept', { job: jobId })],
        };
      }),
    );

  verb(program, shell, 'release', text('help.verb.release'))
    .argument('<JOB>', text('help.argument.job'))
    .option('--yes', text('help.option.yes'))
    .action((jobId: string, options: Options) =>
      shell.perform(options, async (session) => {
        const kept = await keptOf(session.engine, jobId);
        const asked = { stack: visible(kept.stack), bytes: session.words.bytes(kept.keptBytes) };
        const question = text(kept.undoable ? 'cli.ask.release' : 'cli.ask.releaseUndone', asked);
        if (options.yes !== true) await confirm(session, kept.stack, question);
        const released = await session.run(() => session.engine.release(jobId));
        const said = { stack: visible(released.stack), bytes: session.words.bytes(released.keptBytes) };
        return { json: released, lines: [text('plan.released', said)] };
      }),
    );
}

async function keptOf(engine: Engine, jobId: string): Promise<KeptRollback> {
  const kept = (await engine.keptRollbacks()).find((one) => one.jobId === jobId);
  if (kept === undefined) throw new AppError('UNDO_NOTHING_KEPT', { job: jobId });
  return kept;
}
