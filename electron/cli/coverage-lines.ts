import { backupModes } from '../../shared/model/backup.ts';
import type { CoveredSource, StackCoverage } from '../../shared/model/coverage.ts';
import { databaseServerName } from '../../shared/stack/database-server-name.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** Everything of a stack that holds state, whether its backups hold it, and what each mode does with it. */
export function coverageLines({ sources, exclude, notes }: StackCoverage, words: Words): string[] {
  const { text, paint } = words;
  if (sources.length === 0) return [text('cli.coverage.none')];
  return [
    ...table(
      [{ title: text('cli.column.source') }, { title: text('cli.column.kind') }, { title: '' }],
      sources.map((source) => [visible(source.id), kindOf(source, words), stateOf(source, words)]),
      paint.quiet,
    ),
    ...sources.flatMap((source) => modeLines(source, words)),
    ...(exclude.length === 0 ? [] : [text('cli.coverage.exclude', { globs: words.list(exclude) })]),
    ...notes.map((note) => paint.attention(text(`words.note.${note.kind}`, { subject: visible(note.subject) }))),
  ];
}

function kindOf({ kind, database }: CoveredSource, { text }: Words): string {
  if (database === null) return text(`panel.stack.sourceKind.${kind}`);
  return visible(databaseServerName(database.engine, database.version));
}

function stateOf({ kind, state, since }: CoveredSource, words: Words): string {
  if (state === 'covered') return words.paint.good(words.text('cli.coverage.since', { when: words.when(since ?? '') }));
  // Copies of its server's files hold a database all the same.
  const isNotDumped = kind === 'database' && state === 'excluded';
  const said = words.text(isNotDumped ? 'cli.coverage.notDumped' : `cli.coverage.${state}`);
  return state === 'excluded' ? words.paint.quiet(said) : words.paint.attention(said);
}

/** Of what is not simply copied in every mode. */
function modeLines({ id, modes, database }: CoveredSource, words: Words): string[] {
  if (modes === null || backupModes.every((mode) => modes[mode] === 'copied' || modes[mode] === 'left-out')) return [];
  const { text, paint } = words;
  const fault = database?.fault ?? null;
  return [
    '',
    paint.strong(visible(id)),
    ...backupModes.map((mode) => {
      const treatment = text(`words.treatment.${modes[mode]}`);
      return `  ${text('panel.stack.coverage.inMode', { mode: text(`words.mode.${mode}`), treatment })}`;
    }),
    ...(fault === null ? [] : [paint.attention(`  ${words.sentence(fault)}`)]),
  ];
}
