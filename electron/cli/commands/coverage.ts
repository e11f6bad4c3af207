import type { Command } from 'commander';
import { coverageLines } from '../coverage-lines.ts';
import type { Shell } from '../shell.ts';
import { type Common, stackArgument, verb } from '../verb.ts';

export function addCoverage(program: Command, shell: Shell): void {
  verb(program, shell, 'coverage', shell.words.text('help.verb.coverage'))
    .addArgument(stackArgument(shell))
    .action((stack: string, options: Common) =>
      shell.perform(options, async ({ engine, words }) => {
        const coverage = await engine.coverage(stack);
        return { json: coverage, lines: coverageLines(coverage, words) };
      }),
    );
}
