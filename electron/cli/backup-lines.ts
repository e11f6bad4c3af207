import type { Backup } from '../../shared/model/backup.ts';
import type { BackupView } from '../../shared/model/view.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

const shownOmissions = 10;

/** What a backup has come to: "Backup complete and verified. Stopped for 3.4 s." */
export function backupDoneLines(backup: Backup, words: Words): string[] {
  const { text, paint } = words;
  const stopped =
    backup.stopWindowMs === null
      ? text('cli.backup.notStopped')
      : text('cli.backup.stopped', { time: words.duration(backup.stopWindowMs) });
  const done = backup.verified
    ? paint.good(text('cli.backup.done'))
    : paint.attention(text('cli.backup.doneUnverified'));
  return [
    `${done}${words.translator.language === 'en' ? ' ' : ''}${stopped}`,
    text('cli.backup.size', {
      raw: words.bytes(backup.rawBytes),
      stored: words.bytes(backup.storedBytes),
      time: words.duration(backup.durationMs),
    }),
    ...(backup.mode === 'hot' ? [paint.attention(text(hotSentence(backup)))] : []),
    ...(backup.path === null ? [] : [text('cli.backup.where', { path: visible(backup.path) })]),
    ...omissionLines(backup, words),
  ];
}

function hotSentence({ sources }: Backup): 'cli.backup.hot' | 'cli.backup.hotDumped' {
  return sources.some(({ kind }) => kind === 'database') ? 'cli.backup.hotDumped' : 'cli.backup.hot';
}

/** What could not be kept, the first few by name. */
export function omissionLines(backup: Backup, words: Words): string[] {
  const omitted = backup.sources.flatMap((source) => source.omitted);
  const lines = omitted
    .slice(0, shownOmissions)
    .map(({ path, reason }) =>
      words.paint.attention(
        words.text('cli.backup.omitted', { path: visible(path), reason: words.text(`words.omission.${reason}`) }),
      ),
    );
  if (omitted.length > shownOmissions)
    lines.push(words.text('cli.backup.more', { count: omitted.length - shownOmissions }));
  return lines;
}

/** Newest first; a failed or missing one has its reason below it. */
export function backupTable(backups: readonly BackupView[], words: Words): string[] {
  const { text } = words;
  const rows = backups.map((backup) => [
    words.when(backup.createdAt),
    visible(backup.stack),
    text(`words.backupType.${backup.type}`),
    visible(backup.appVersion ?? '–'),
    backup.status === 'succeeded' ? words.bytes(backup.storedBytes) : '–',
    words.duration(backup.stopWindowMs),
    pinnedState(backup, words),
    visible(backup.name),
  ]);
  const [head = '', ...lines] = table(
    [
      { title: text('cli.column.when') },
      { title: text('cli.column.stack') },
      { title: text('cli.column.type') },
      { title: text('cli.column.version') },
      { title: text('cli.column.size'), align: 'right' },
      { title: text('cli.column.stopped'), align: 'right' },
      { title: text('cli.column.state') },
      { title: text('cli.column.name') },
    ],
    rows,
    words.paint.quiet,
  );
  return [head, ...lines.flatMap((line, at) => [line, ...reasonLines(backups[at], words)])];
}

/** One word on whether this backup can be relied on, with a mark that does not need colour. */
function backupState(backup: BackupView, words: Words): string {
  const { text, paint } = words;
  if (backup.status === 'failed' || backup.status === 'cancelled')
    return paint.alarm(`✗ ${text(`cli.state.${backup.status}`)}`);
  if (backup.status === 'running') return text('cli.state.running');
  if (backup.missing) return paint.alarm(`■ ${text('cli.state.missing')}`);
  if (backup.verified)
    return paint.good(`✓ ${text('cli.state.verified', { when: words.when(backup.verifiedAt ?? backup.createdAt) })}`);
  return paint.attention(`▲ ${text('cli.state.unverified')}`);
}

/** The same, and whether it is pinned. */
export function pinnedState(backup: BackupView, words: Words): string {
  const state = backupState(backup, words);
  return backup.pinned ? `${state} · ${words.text('cli.state.pinned')}` : state;
}

function reasonLines(backup: BackupView | undefined, words: Words): string[] {
  if (backup === undefined || backup.error === null) return [];
  return [words.paint.quiet(`  └ ${words.sentence(backup.error)}`)];
}
