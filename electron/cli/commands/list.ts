import type { Command } from 'commander';
import { backupTable } from '../backup-lines.ts';
import { backupRecord } from '../records.ts';
import type { Shell } from '../shell.ts';
import { type Common, verb } from '../verb.ts';

export function addList(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'list', text('help.verb.list'))
    .argument('[STACK]', text('help.argument.stack'))
    .action((stack: string | undefined, options: Common) =>
      shell.perform(options, async ({ engine, words, terminal }) => {
        const backups = await engine.backups(stack);
        const now = terminal.clock();
        return {
          json: backups.map((backup) => backupRecord(backup, words.translator, now)),
          lines:
            backups.length === 0
              ? [text('cli.backups.none'), words.paint.quiet(text('cli.backups.hint'))]
              : backupTable(backups, words),
        };
      }),
    );
}
