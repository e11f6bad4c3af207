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

function leftOutOf({ leftOut }: BackupPreview, { text, list }: RowWords): string | null {
  return leftOut.length === 0 ? null : text('panel.backup.notIn', { sources: list(leftOut.map(({ id }) => id)) });
}

/** A storage that could not be looked at has no number, also not 0. */
function freeOf({ freeBytes, refusals }: BackupPreview, { text, bytes }: RowWords): string {
  const seen = freeBytes > 0 || refusals.every(({ code }) => code === 'SPACE_INSUFFICIENT');
  return seen ? bytes(freeBytes) : text('panel.backup.freeUnknown');
}
