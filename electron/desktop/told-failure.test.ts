import { expect, it } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import { AppError } from '../core/errors.ts';
import { toldFailure } from './told-failure.ts';

const unusable = new AppError('CATALOG_UNUSABLE', { path: '/home/a/catalog.db', detail: 'not a database' });

it.each([
  ['en', unusable, ['/home/a/catalog.db', 'not a database', 'packs are not touched', 'lifeboat reindex']],
  ['zh-CN', unusable, ['/home/a/catalog.db', 'not a database', '备份包不受影响', 'lifeboat reindex']],
  ['en', new Error('boom'), ['boom', 'INTERNAL']],
] as const)('in %s: what, and what to do', (language, error, parts) => {
  const said = toldFailure(error, createTranslator(language), 0);
  for (const part of parts) expect(said).toContain(part);
});
