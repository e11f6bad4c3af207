import { describe, expect, it } from 'vitest';
import { contract } from '../../../shared/ipc/contract.ts';
import { planRequest, standardRollback } from './rollback-settings.ts';

const sources = [{ id: 'volume/a' }, { id: 'image/web' }];

describe('planRequest', () => {
  it('makes a safety backup and takes everything unless told otherwise', () => {
    const request = planRequest('b1', standardRollback, sources);
    expect(request).toEqual({ backup: 'b1', scope: 'full', only: [], exclude: [], safetyBackup: true });
    expect(contract['rollback.plan'].input.safeParse(request).success).toBe(true);
  });

  it('names what is left when something is left out', () => {
    const settings = { ...standardRollback, leftOut: ['image/web'] };
    expect(planRequest('b1', settings, sources)?.only).toEqual(['volume/a']);
  });

  it('asks nothing when no source is left: main would take that for all of them', () => {
    const settings = { ...standardRollback, leftOut: ['image/web', 'volume/a'] };
    expect(planRequest('b1', settings, sources)).toBeNull();
  });
});
