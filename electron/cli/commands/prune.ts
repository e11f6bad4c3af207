import type { Command } from 'commander';
import { pruneLines, prunePreviewLines } from '../prune-lines.ts';
import type { Shell } from '../shell.ts';
import { type Common, stackArgument, verb } from '../verb.ts';

export function addPrune(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'prune', text('help.verb.prune'))
    .addArgument(stackArgument(shell))
    .option('--dry-run', text('help.option.dryRun'))
    .action((stack: string, options: Common & { readonly dryRun?: boolean }) =>
      shell.perform(options, async ({ engine, words, run }) => {
        if (options.dryRun === true) {
          const preview = await engine.previewPrune(stack);
          return { json: preview, lines: prunePreviewLines(preview, words) };
        }
        const report = await run(() => engine.prune(stack));
        return { json: report, lines: pruneLines(report, words) };
      }),
    );
}
