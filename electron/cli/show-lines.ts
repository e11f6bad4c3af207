import type { BackupView } from '../../shared/model/view.ts';
import { omissionLines, pinnedState } from './backup-lines.ts';
import { facts, table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** Everything about one backup. */
export function showLines(backup: BackupView, words: Words): string[] {
  const { text, paint } = words;
  const level = text('cli.show.level', { format: backup.format, level: backup.level });
  const sizes = text('cli.show.sizes', { raw: words.bytes(backup.rawBytes), stored: words.bytes(backup.storedBytes) });
  return [
    paint.strong(visible(backup.name)),
    ...facts(
      [
        [text('cli.show.state'), pinnedState(backup, words)],
        [text('cli.show.stack'), visible(backup.stack)],
        [text('cli.show.made'), `${words.when(backup.createdAt)} · ${backup.createdAt}`],
        [text('cli.show.type'), text(`words.backupType.${backup.type}`)],
        [text('cli.show.version'), visible(backup.appVersion ?? '–')],
        [text('cli.show.trigger'), visible(backup.trigger)],
        ...noteRows(backup.note, text('cli.show.note')),
        [text('cli.show.mode'), text(`words.mode.${backup.mode}`)],
        [text('cli.show.took'), words.duration(backup.durationMs)],
        [text('cli.show.stopped'), words.duration(backup.stopWindowMs)],
        [text('cli.show.size'), sizes],
        [text('cli.show.format'), level],
        [text('cli.show.path'), visible(backup.path ?? '–')],
        [text('cli.show.checksum'), backup.checksum ?? '–'],
        [text('cli.show.id'), backup.id],
        [text('cli.show.job'), backup.jobId],
      ],
      paint.quiet,
    ),
    ...(backup.error === null ? [] : ['', paint.alarm(words.sentence(backup.error))]),
    ...(backup.sources.length === 0 ? [] : ['', ...sourceTable(backup, words)]),
    ...omissionLines(backup, words),
  ];
}

/** One row a line: escaping a newline would spoil what the operator wrote. */
function noteRows(note: string | null, name: string): [name: string, value: string][] {
  return (note ?? '–').split('\n').map((line, at) => [at === 0 ? name : '', visible(line)]);
}

function sourceTable(backup: BackupView, words: Words): string[] {
  const { text } = words;
  return table(
    [
      { title: text('cli.column.source') },
      { title: text('cli.column.content'), align: 'right' },
      { title: text('cli.column.stored'), align: 'right' },
      { title: text('cli.column.entries'), align: 'right' },
    ],
    backup.sources.map((source) => [
      visible(source.id),
      words.bytes(source.rawBytes),
      words.bytes(source.storedBytes),
      String(source.entries),
    ]),
    words.paint.quiet,
  );
}
