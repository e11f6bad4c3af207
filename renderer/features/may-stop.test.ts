import { describe, expect, it } from 'vitest';
import type { Stack } from '../../shared/model/stack.ts';
import { mayStopServices } from './may-stop.ts';

const folder: Pick<Stack, 'id' | 'definition'> = {
  id: 'ledger',
  definition: { kind: 'folder', directories: ['/srv/ledger'], sqlite: [], exclude: [] },
};
const compose: Pick<Stack, 'id' | 'definition'> = {
  id: 'wiki',
  definition: { kind: 'compose', project: 'wiki', files: [], workingDirectory: '/srv/wiki', exclude: [] },
};

describe('a job may stop services', () => {
  it.each([
    ['backup', 'wiki', true],
    ['rollback', 'wiki', true],
    ['undo', 'wiki', true],
    ['upgrade', 'wiki', true],
    ['verify', 'wiki', false],
    ['migrate', null, false],
    ['backup', 'ledger', false],
    ['undo', 'ledger', false],
    ['backup', 'unknown', true],
    ['recovery', null, true],
  ] as const)('%s of %s: %s', (kind, stackId, expected) => {
    expect(mayStopServices({ kind, stackId }, [folder, compose])).toBe(expected);
  });

  it('as long as nobody knows what its stack is', () => {
    expect(mayStopServices({ kind: 'backup', stackId: 'ledger' }, null)).toBe(true);
  });
});
