import { describe, expect, it } from 'vitest';
import type { BackupPreview } from '../../../shared/model/report.ts';
import { wordsIn } from '../testing/words-in.ts';
import { type PreviewRow, previewRows } from './preview-rows.ts';

const web = { containerId: 'c1', service: 'web', project: 'wiki', foreign: false };
const other = { containerId: 'c2', service: 'sync', project: 'files', foreign: true };

const preview: BackupPreview = {
  stack: 'wiki',
  mode: 'cold',
  format: 'zstd',
  level: 3,
  storage: '/srv/wiki/backups/wiki',
  sources: [{ id: 'volume/pgdata', kind: 'volume', location: 'wiki_pgdata', estimatedBytes: 3_000_000_000 }],
  leftOut: [],
  otherwise: [],
  stops: [web, other],
  ignores: [{ service: 'migrate', reason: 'one-shot' }],
  estimatedBytes: 3_000_000_000,
  estimatedStoredBytes: 1_200_000_000,
  freeBytes: 90_000_000_000,
  estimatedStopMs: 3400,
  notes: [],
  refusals: [],
};

function row(id: PreviewRow['id'], changes: Partial<BackupPreview>, language: 'en' | 'zh-CN' = 'en'): PreviewRow {
  const found = previewRows({ ...preview, ...changes }, wordsIn(language)).find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

describe('previewRows', () => {
  it('keeps its rows and their order whatever is known', () => {
    const bare = { stops: [], estimatedStopMs: 0, sources: [], estimatedBytes: 0, freeBytes: 0 };
    const ids = ['stops', 'window', 'size', 'free', 'storage'];
    expect(previewRows(preview, wordsIn('en')).map(({ id }) => id)).toEqual(ids);
    expect(previewRows({ ...preview, ...bare }, wordsIn('en')).map(({ id }) => id)).toEqual(ids);
  });

  it('names what stops, in the order of stopping, and whose it is', () => {
    expect(row('stops', {})).toMatchObject({
      value: 'web, sync (of another stack)',
      detail: 'Left as it is: migrate',
    });
  });

  it.each([
    ['nothing stops', { stops: [], estimatedStopMs: 0 }, 'none'],
    ['a history', {}, 'about 3.4 s, by the last backups'],
    ['no history', { estimatedStopMs: null }, 'no history yet'],
  ])('tells the stop window: %s', (_case, changes, expected) => {
    expect(row('window', changes).value).toBe(expected);
  });

  it('owns up to sizes that nobody knows', () => {
    const unknown = { id: 'volume/x', kind: 'volume', location: 'x', estimatedBytes: null } as const;
    expect(row('size', {}).value).toBe('about 1.2 GB, from 3.0 GB of data');
    expect(row('size', { sources: [...preview.sources, unknown] }).value).toBe(
      'about 1.2 GB, from 3.0 GB of data; the size of 1 source is not known before it is read',
    );
  });

  it('names what the backup does not take', () => {
    const cache = { id: 'volume/cache', kind: 'volume', location: 'wiki_cache' } as const;
    expect(row('size', {}).detail).toBeNull();
    expect(row('size', { leftOut: [cache] }).detail).toBe('Not in it: volume/cache');
    expect(row('size', { leftOut: [cache] }, 'zh-CN').detail).toBe('不包含：volume/cache');
  });

  it.each([
    ['a full disk', 'SPACE_INSUFFICIENT', '0 B'],
    ['a storage that is not there', 'STORAGE_UNWRITABLE', 'not known'],
  ] as const)('tells the free space of %s', (_case, code, expected) => {
    expect(row('free', { freeBytes: 0, refusals: [{ code, params: {} }] }).value).toBe(expected);
  });

  it('says the same in Chinese', () => {
    expect(row('window', {}, 'zh-CN').value).toBe('约 3.4 秒，按最近几次备份估算');
  });
});
