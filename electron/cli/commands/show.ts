import type { Command } from 'commander';
import { chooseBackup } from '../choose-backup.ts';
import { backupRecord } from '../records.ts';
import { copiesOf, copyLines } from '../replica-lines.ts';
import type { Shell } from '../shell.ts';
import { showLines } from '../show-lines.ts';
import { backupArgument, type Common, verb } from '../verb.ts';

export function addShow(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'show', text('help.verb.show'))
    .addArgument(backupArgument(shell))
    .option('--stack <STACK>', text('help.option.ofStack'))
    .action((named: string | undefined, options: Common & { readonly stack?: string }) =>
      shell.perform(options, async (session) => {
        const backup = await chooseBackup(session, named, options.stack, () => true);
        const copies = copiesOf(await session.engine.replicas(backup.stackId), backup.id);
        return {
          json: {
            ...backupRecord(backup, session.words.translator, session.terminal.clock()),
            copies: copies.map(({ replica, copy }) => ({ replica, ...copy })),
          },
          lines: [...showLines(backup, session.words), ...copyLines(copies, session.words)],
        };
      }),
    );
}
