import type { Upgrade } from '../../model/upgrade.ts';

/** A guarded upgrade of the stack `shop` that waits until 12:30, with `facts` of its own. */
export function upgradeOf(facts: Partial<Upgrade> = {}): Upgrade {
  return {
    id: 'job-1',
    stackId: 'stack-1',
    stack: 'shop',
    backupId: 'backup-1',
    appVersion: '1.0',
    command: null,
    state: 'upgrading',
    until: '2026-11-20T12:30:00.000Z',
    healthMs: 300_000,
    confirmMs: 1_800_000,
    keepHealthy: false,
    decision: null,
    dataBack: false,
    services: [],
    idle: [],
    compose: null,
    reason: null,
    createdAt: '2026-11-20T12:00:00.000Z',
    endedAt: null,
    ...facts,
  };
}
