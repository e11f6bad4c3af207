import type { BackupPreview } from '../../../shared/model/report.ts';
import type { Words } from '../../words.tsx';

/** One line of the table that says what a backup will do. */
export interface PreviewRow {
  readonly id: 'stops' | 'window' | 'size' | 'free' | 'storage';
  readonly value: string;
  /** Said smaller, below the value. */
  readonly detail: string | null;
}

type RowWords = Pick<Words, 'text' | 'bytes' | 'duration' | 'list'>;

/** A preview in words and numbers, always the same rows in the same order. */
export function previewRows(preview: BackupPreview, words: RowWords): readonly PreviewRow[] {
  return [
    { id: 'stops', value: stopsOf(preview, words), detail: ignoredOf(preview, words) },
    { id: 'window', value: windowOf(preview, words), detail: null },
    { id: 'size', value: sizeOf(preview, words), detail: leftOutOf(preview, words) },
    { id: 'free', value: freeOf(preview, words), detail: null },
    { id: 'storage', value: preview.storage, detail: null },
  ];
}

function stopsOf({ stops }: BackupPreview, { text, list }: RowWords): string {
  if (stops.length === 0) return text('plan.nothing');
  return list(stops.map(({ service, foreign }) => (foreign ? text('plan.foreign', { service }) : service)));
}

function ignoredOf({ ignores, stops }: BackupPreview, { text, list }: RowWords): string | null {
  if (ignores.length === 0 || stops.length === 0) return null;
  return text('panel.backup.ignored', { services: list(ignores.map(({ service }) => service)) });
}

function windowOf({ stops, estimatedStopMs }: BackupPreview, { text, duration }: RowWords): string {
  if (stops.length === 0) return text('panel.backup.noWindow');
  if (estimatedStopMs === null) return text('panel.backup.windowUnknown');
  return text('panel.backup.windowAbout', { time: duration(estimatedStopMs) });
}

function sizeOf(preview: BackupPreview, { text, bytes }: RowWords): string {
  const unknown = preview.sources.filter(({ estimatedBytes }) => estimatedBytes === null).length;
  const about = text('panel.backup.sizeAbout', {
    stored: bytes(preview.estimatedStoredBytes),
    raw: bytes(preview.estimatedBytes),
  });
  return unknown === 0 ? about : about + text('panel.backup.sizeUnknown', { count: unknown });
}

function leftOutOf({ leftOut, otherwise }: BackupPreview, { text, list }: RowWords): string | null {
  const by = (way: BackupPreview['otherwise'][number]['by']) => otherwise.filter((one) => one.by === way);
  const groups = [
    { key: 'panel.backup.notIn', sources: leftOut },
    { key: 'panel.backup.inDump', sources: by('in-dump') },
    { key: 'panel.backup.inVolume', sources: by('in-volume') },
  ] as const;
  const said = groups.filter(({ sources }) => sources.length > 0);
  return said.length === 0
    ? null
    : said.map(({ key, sources }) => text(key, { sources: list(sources.map(({ id }) => id)) })).join(' · ');
}

/** A storage that could not be looked at has no number, also not 0. */
function freeOf({ freeBytes, refusals }: BackupPreview, { text, bytes }: RowWords): string {
  const seen = freeBytes > 0 || refusals.every(({ code }) => code === 'SPACE_INSUFFICIENT');
  return seen ? bytes(freeBytes) : text('panel.backup.freeUnknown');
}
