import type { Command } from 'commander';
import { backupRecord } from '../records.ts';
import type { Shell } from '../shell.ts';
import { absolute, type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';

export function addImport(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'import', text('help.verb.import'))
    .argument('<PATH>', text('help.argument.path'))
    .requiredOption('--stack <STACK>', text('help.option.ofStack'))
    .action((path: string, options: Common & { readonly stack: string }) =>
      shell.perform(options, async ({ engine, words, terminal, run }) => {
        const backup = await run(() => engine.importBackup(absolute(shell, path), options.stack));
        return {
          json: backupRecord(backup, words.translator, terminal.clock()),
          lines: [text('cli.import.done', { name: visible(backup.name), stack: visible(backup.stack) })],
        };
      }),
    );
}
