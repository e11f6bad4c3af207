import { expect, it } from 'vitest';
import { createTranslator } from '../../shared/i18n.ts';
import type { Job } from '../../shared/model/job.ts';
import { jobNotice } from './job-notice.ts';

const now = Date.parse('2026-11-20T10:00:00.000Z');
const job: Job = {
  id: 'job-1',
  kind: 'backup',
  stackId: 'stack-1',
  stack: 'wiki',
  backupId: 'b1',
  status: 'succeeded',
  trigger: 'manual',
  progress: { phase: 'done', item: null, doneBytes: 0, totalBytes: 0, speed: 0, etaMs: null },
  cancelRequested: false,
  warning: null,
  outputPath: null,
  createdAt: '2026-11-20T09:59:00.000Z',
  startedAt: null,
  endedAt: '2026-11-20T10:00:00.000Z',
  error: null,
  revision: 1,
};
const warning = {
  code: 'REPLICATION_FAILED',
  params: { replica: 'NAS', cause: 'REPLICA_NOT_MOUNTED', path: '/mnt/replica', found: 'ext4' },
} as const;

it.each<[string, Partial<Job>, string, string]>([
  ['good', {}, 'wiki: backup done', ''],
  [
    'failed',
    { status: 'failed', error: { code: 'STACK_NOT_FOUND', params: { stack: 'wiki' } } },
    'wiki: backup failed',
    'wiki',
  ],
  ['good, not replicated', { warning }, 'wiki: backup done', 'replication to NAS failed: /mnt/replica is not mounted'],
  ['of no stack', { stack: null, kind: 'migrate' }, 'Lifeboat: migrate done', ''],
])('%s', (_what, change, title, part) => {
  const notice = jobNotice({ ...job, ...change }, createTranslator('en'), now);
  expect(notice.title).toBe(title);
  expect(notice.body).toContain(part);
  expect(notice.body === '').toBe(part === '');
});

it('says what was left undone in Chinese too', () => {
  const { title, body } = jobNotice({ ...job, warning }, createTranslator('zh-CN'), now);
  expect(title).toBe('wiki：备份完成');
  expect(body).toContain('NAS');
});
