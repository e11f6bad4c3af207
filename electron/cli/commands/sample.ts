import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';

export function addSample(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'sample', text('help.verb.sample')).action((options: Common) =>
    shell.perform(options, async ({ engine, words }) => {
      const stack = await engine.sample();
      const name = visible(stack.name);
      return {
        json: stack,
        lines: [
          text('cli.sample.ready', { stack: words.paint.strong(name) }),
          words.paint.quiet(text('cli.sample.hint', { name })),
        ],
      };
    }),
  );
}
