import type { Command } from 'commander';
import { chooseBackup } from '../choose-backup.ts';
import type { Shell } from '../shell.ts';
import { absolute, backupArgument, type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';

interface ExportOptions extends Common {
  readonly stack?: string;
  readonly to: string;
  readonly singleFile?: boolean;
}

export function addExport(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'export', text('help.verb.export'))
    .addArgument(backupArgument(shell))
    .requiredOption('--to <DIR>', text('help.option.to'))
    .option('--single-file', text('help.option.singleFile'))
    .option('--stack <STACK>', text('help.option.ofStack'))
    .action((named: string | undefined, options: ExportOptions) =>
      shell.perform(options, async (session) => {
        const backup = await chooseBackup(session, named, options.stack);
        const to = absolute(shell, options.to);
        const report = await session.run(() =>
          session.engine.exportBackup(backup.id, to, { singleFile: options.singleFile === true }),
        );
        const said = {
          backup: visible(backup.name),
          path: visible(report.path),
          files: report.files,
          bytes: session.words.bytes(report.bytes),
        };
        return { json: report, lines: [text('cli.export.done', said)] };
      }),
    );
}
