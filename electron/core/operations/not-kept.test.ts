import { expect, test } from 'vitest';
import type { Source } from '../../../shared/model/stack.ts';
import { notesOnLosses } from './not-kept.ts';

const source = (kind: Source['kind'], name: string): Source => ({
  id: `${kind}/${name}`,
  kind,
  name,
  location: `/srv/${name}`,
  exclude: [],
  singleFile: false,
});

test('folders and volumes are named with what no backup of them keeps', () => {
  const sources = [
    source('volume', 'data'),
    source('bind', 'conf'),
    source('folder', 'app'),
    source('volume', 'media'),
  ];
  expect(notesOnLosses(sources)).toEqual([
    { kind: 'folder-losses', subject: 'conf, app' },
    { kind: 'volume-losses', subject: 'data, media' },
  ]);
});

test('a database, of which everything is kept, has no note', () => {
  expect(notesOnLosses([source('sqlite', 'app.db')])).toEqual([]);
});
