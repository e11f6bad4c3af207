import type { ErrorReport } from '../../shared/errors.ts';
import type { DiscoveredProject } from '../../shared/model/stack.ts';
import type { StackView } from '../../shared/model/view.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** Stacks with their light, then the projects that could be protected. */
export function stackLines(
  stacks: readonly StackView[],
  projects: readonly DiscoveredProject[],
  dockerError: ErrorReport | null,
  words: Words,
): string[] {
  const lines = stacks.length === 0 ? [words.text('cli.stacks.none')] : stackTable(stacks, words);
  const first = projects[0];
  if (first !== undefined) {
    lines.push('', words.text('cli.stacks.discovered'));
    for (const { project, running, services } of projects) {
      lines.push(
        `  ${visible(project)}  ${words.paint.quiet(words.text('cli.stacks.running', { running, services }))}`,
      );
    }
    lines.push(words.paint.quiet(words.text('cli.stacks.hintProject', { project: visible(first.project) })));
  } else if (stacks.length === 0) {
    lines.push(words.paint.quiet(words.text('cli.stacks.hintFirst')));
  }
  if (dockerError !== null) {
    lines.push('', words.paint.quiet(words.text('cli.stacks.noDocker', { reason: words.sentence(dockerError) })));
  }
  return lines;
}

function stackTable(stacks: readonly StackView[], words: Words): string[] {
  const { text, paint } = words;
  return table(
    [
      { title: text('cli.column.stack') },
      { title: text('cli.column.kind') },
      { title: text('cli.column.lastGood') },
      { title: text('cli.column.backups'), align: 'right' },
      { title: '' },
    ],
    stacks.map((stack) => [
      `${stack.lastGood === null ? paint.quiet('○') : paint.good('●')} ${visible(stack.name)}`,
      text(`cli.stackKind.${stack.definition.kind}`),
      stack.lastGood === null ? text('cli.never') : words.when(stack.lastGood.createdAt),
      String(stack.backups),
      stack.openJob === null ? '' : text('cli.stacks.job', { job: stack.openJob }),
    ]),
    paint.quiet,
  );
}
