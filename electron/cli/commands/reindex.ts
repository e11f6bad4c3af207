import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';

export function addReindex(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'reindex', text('help.verb.reindex')).action((options: Common) =>
    shell.perform(options, async ({ engine, words }) => {
      const report = await engine.reindex();
      const { found, added, known } = report;
      const stacks = report.stacksAdded.map(visible).join(words.translator.language === 'en' ? ', ' : '、');
      return {
        json: report,
        lines: [
          text('cli.reindex.found', { found, added, known }),
          ...(stacks === '' ? [] : [text('cli.reindex.stacks', { names: stacks })]),
          ...report.incomplete.map(({ path, detail }) =>
            words.paint.attention(text('cli.reindex.incomplete', { path: visible(path), detail: visible(detail) })),
          ),
        ],
      };
    }),
  );
}
