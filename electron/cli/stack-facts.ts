import type { Stack } from '../../shared/model/stack.ts';
import { facts } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** What a stack is, where its packs go, and what holds for its backups. */
export function stackFacts({ name, id, definition, storage, backup }: Stack, words: Words): string[] {
  const { text, paint } = words;
  const { format, level, leftOut } = backup;
  return [
    paint.strong(visible(name)),
    ...facts(
      [
        [text('cli.show.kind'), text(`cli.stackKind.${definition.kind}`)],
        [text('cli.show.storage'), visible(storage)],
        [text('cli.show.format'), text('cli.show.level', { format, level })],
        [text('cli.show.leftOut'), leftOut.length === 0 ? text('cli.show.nothingLeftOut') : words.list(leftOut)],
        [text('cli.show.id'), id],
      ],
      paint.quiet,
    ),
  ];
}
