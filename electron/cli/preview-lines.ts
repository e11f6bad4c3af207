import type { BackupPreview } from '../../shared/model/report.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** The dry run of a backup. */
export function previewLines(preview: BackupPreview, words: Words): string[] {
  const { text, paint } = words;
  // The engine's refusal counts with a reserve; the bare numbers alone would promise too much.
  const fits =
    preview.freeBytes > preview.estimatedStoredBytes &&
    !preview.refusals.some(({ code }) => code === 'SPACE_INSUFFICIENT');
  const space = { free: words.bytes(preview.freeBytes), storage: visible(preview.storage) };
  return [
    paint.strong(text('cli.preview.title', { stack: visible(preview.stack) })),
    text('cli.preview.settings', {
      mode: text(`words.mode.${preview.mode}`),
      format: preview.format,
      level: preview.level,
    }),
    '',
    ...sourceTable(preview, words),
    ...leftOutLines(preview, words),
    ...otherwiseLines(preview, words),
    '',
    ...stopLines(preview, words),
    ...ignoredLines(preview, words),
    text('cli.preview.sizes', {
      raw: words.bytes(preview.estimatedBytes),
      stored: words.bytes(preview.estimatedStoredBytes),
    }),
    fits ? text('cli.preview.fits', space) : paint.alarm(text('cli.preview.fitsNot', space)),
    ...preview.notes.map((note) =>
      paint.attention(text(`words.note.${note.kind}`, { subject: visible(note.subject) })),
    ),
    ...(preview.refusals.length === 0
      ? [paint.good(text('cli.preview.ready'))]
      : [
          paint.alarm(text('cli.preview.refusals')),
          ...preview.refusals.map((refusal) => `  ${words.sentence(refusal)}`),
        ]),
  ];
}

function sourceTable(preview: BackupPreview, words: Words): string[] {
  const { text } = words;
  return table(
    [
      { title: text('cli.column.source') },
      { title: text('cli.column.content'), align: 'right' },
      { title: text('cli.column.place') },
    ],
    preview.sources.map((source) => [
      visible(source.id),
      source.estimatedBytes === null ? text('cli.unknown') : words.bytes(source.estimatedBytes),
      visible(source.location),
    ]),
    words.paint.quiet,
  );
}

function leftOutLines({ leftOut }: BackupPreview, { text, list, paint }: Words): string[] {
  if (leftOut.length === 0) return [];
  return [paint.attention(text('cli.preview.notIn', { sources: list(leftOut.map(({ id }) => id)) }))];
}

function otherwiseLines({ otherwise }: BackupPreview, { text, list }: Words): string[] {
  const ways = [
    { key: 'cli.preview.inDump', by: 'in-dump' },
    { key: 'cli.preview.inVolume', by: 'in-volume' },
  ] as const;
  return ways.flatMap(({ key, by }) => {
    const ids = otherwise.filter((one) => one.by === by).map(({ id }) => id);
    return ids.length === 0 ? [] : [text(key, { sources: list(ids) })];
  });
}

function stopLines(preview: BackupPreview, words: Words): string[] {
  const { text } = words;
  if (preview.stops.length === 0) return [text('cli.preview.noStops')];
  const time =
    preview.estimatedStopMs === null
      ? text('cli.preview.stopUnknown')
      : text('cli.preview.stopTime', { time: words.duration(preview.estimatedStopMs) });
  return [
    text('cli.preview.stops'),
    ...preview.stops.map((stop, at) => {
      const service = visible(stop.service);
      return `  ${at + 1}. ${stop.foreign ? text('cli.preview.foreign', { service, project: visible(stop.project ?? '–') }) : service}`;
    }),
    time,
  ];
}

function ignoredLines(preview: BackupPreview, words: Words): string[] {
  if (preview.ignores.length === 0) return [];
  const { text } = words;
  const one = ({ service, reason }: BackupPreview['ignores'][number]) =>
    text(reason === 'one-shot' ? 'cli.preview.oneShot' : 'cli.preview.alreadyStopped', { service: visible(service) });
  return [text('cli.preview.ignoresTitle'), ...preview.ignores.map((ignored) => `  ${one(ignored)}`)];
}
