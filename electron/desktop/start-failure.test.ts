import { expect, it } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { AppError } from '../core/errors.ts';
import { startFailure } from './start-failure.ts';

const unusable = new AppError('CATALOG_UNUSABLE', { path: '/home/a/catalog.db', detail: 'not a database' });

it.each([
  ['en', unusable, 'Lifeboat cannot open', ['/home/a/catalog.db', 'not a database', 'lifeboat reindex']],
  [
    'zh-CN',
    unusable,
    'Lifeboat 无法打开',
    ['/home/a/catalog.db', 'not a database', '备份包不受影响', 'lifeboat reindex'],
  ],
  ['en', new Error('boom'), 'Lifeboat cannot open', ['boom', 'INTERNAL']],
] as const)('in %s: what, and what to do', (language, error, title, parts) => {
  const said = startFailure(error, createTranslator(language), 0);
  expect(said.title).toBe(title);
  for (const part of parts) expect(said.content).toContain(part);
});
