import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { absolute, type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';

export function addMigrateStorage(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'migrate-storage', text('help.verb.migrateStorage'))
    .argument('<DIR>', text('help.argument.directory'))
    .option('--stack <STACK>', text('help.option.migrateStack'))
    .action((directory: string, options: Common & { readonly stack?: string }) =>
      shell.perform(options, async ({ engine, words, run }) => {
        const report = await run(() => engine.migrateStorage(options.stack ?? null, absolute(shell, directory)));
        return {
          json: report,
          lines: [
            text('cli.migrate.done', { storage: visible(report.storage) }),
            text('cli.migrate.counts', {
              moved: report.moved,
              already: report.already,
              bytes: words.bytes(report.bytes),
            }),
          ],
        };
      }),
    );
}
