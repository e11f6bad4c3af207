import type { Command } from 'commander';
import { chooseBackup } from '../choose-backup.ts';
import { confirm } from '../confirm.ts';
import { backupRecord } from '../records.ts';
import type { Shell } from '../shell.ts';
import { backupArgument, type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';

interface DeleteOptions extends Common {
  readonly stack?: string;
  readonly yes?: boolean;
}

export function addDelete(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'delete', text('help.verb.delete'))
    .addArgument(backupArgument(shell))
    .option('--stack <STACK>', text('help.option.ofStack'))
    .option('--yes', text('help.option.yes'))
    .action((named: string | undefined, options: DeleteOptions) =>
      shell.perform(options, async (session) => {
        const { engine, words, terminal } = session;
        const backup = await chooseBackup(session, named, options.stack, (one) => one.status !== 'running');
        const question = backup.pinned ? 'cli.ask.deletePinned' : 'cli.ask.delete';
        if (options.yes !== true) await confirm(session, backup.stack, text(question, { name: visible(backup.name) }));
        const deleted = await session.run(() => engine.deleteBackup(backup.id));
        return {
          json: { ...backupRecord(deleted, words.translator, terminal.clock()), missing: true },
          lines: [text('cli.delete.done', { name: visible(deleted.name) })],
        };
      }),
    );
}
