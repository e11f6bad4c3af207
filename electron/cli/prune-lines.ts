import { type KeepReason, keepReasons, type PruneReport, type RetentionPreview } from '../../shared/model/schedule.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** What a prune would do: what goes by name, what stays by reason. */
export function prunePreviewLines(preview: RetentionPreview, words: Words): string[] {
  const { text } = words;
  const { keeps, deletes } = preview;
  const bytes = words.bytes(deletes.reduce((sum, { storedBytes }) => sum + storedBytes, 0));
  const head =
    deletes.length === 0
      ? text('cli.prune.nothing', { kept: keeps.length })
      : text('cli.prune.would', { deleted: deletes.length, bytes, kept: keeps.length });
  return [head, ...pruneTables(preview, words)];
}

/** What a prune has done. */
export function pruneLines(report: PruneReport, words: Words): string[] {
  const { text } = words;
  const { keeps, deletes, freedBytes } = report;
  if (deletes.length === 0) return [text('cli.prune.nothing', { kept: keeps.length })];
  const values = { deleted: deletes.length, bytes: words.bytes(freedBytes), kept: keeps.length };
  return [words.paint.good(text('cli.prune.done', values)), ...pruneTables(report, words)];
}

function pruneTables({ keeps, deletes }: RetentionPreview, words: Words): string[] {
  const { text, paint } = words;
  const gone = table(
    [{ title: text('cli.prune.goes') }, { title: text('cli.column.size'), align: 'right' }],
    deletes.map(({ name, storedBytes }) => [visible(name), words.bytes(storedBytes)]),
    paint.quiet,
  );
  const stays = table(
    [{ title: text('cli.prune.stays') }, { title: text('cli.column.backups'), align: 'right' }],
    reasonsOf(keeps).map(([reason, count]) => [text(`words.keepReason.${reason}`), String(count)]),
    paint.quiet,
  );
  return [...(deletes.length === 0 ? [] : ['', ...gone]), ...(keeps.length === 0 ? [] : ['', ...stays])];
}

/** How many stay for each reason, in the order in which reasons are looked at. */
function reasonsOf(keeps: RetentionPreview['keeps']): (readonly [KeepReason, number])[] {
  return keepReasons
    .map((reason) => [reason, keeps.filter((kept) => kept.reason === reason).length] as const)
    .filter(([, count]) => count > 0);
}
