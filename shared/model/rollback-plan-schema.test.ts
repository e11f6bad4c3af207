import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { RollbackPlan } from './rollback.ts';
import { RollbackPlanSchema } from './rollback-plan-schema.ts';

const hash = '0'.repeat(64);
const plan: RollbackPlan = {
  formatVersion: 1,
  createdAt: '2026-11-20T10:00:00.000Z',
  stackId: 's',
  stack: 'wiki',
  backup: {
    id: 'b',
    packId: 'p',
    name: 'n',
    type: 'manual',
    appVersion: null,
    createdAt: '2026-11-20T04:00:00.000Z',
    verified: true,
    manifestSha256: hash,
  },
  scope: 'full',
  safetyBackup: true,
  stops: [{ containerId: 'c', service: 'web', foreign: false }],
  starts: ['db'],
  replaces: [
    {
      sourceId: 'volume/v',
      kind: 'volume',
      location: 'v',
      part: 'volumes/v.tar.zst',
      bytes: 1,
      entries: 1,
      exclude: [],
      creates: false,
      omitted: 0,
    },
  ],
  keeps: [{ what: 'compose.yml', reason: 'configuration' }],
  version: { current: null, target: null, majorDiffers: false },
  neededBytes: 1,
  freeBytes: 2,
  estimatedStopMs: null,
  only: [],
  exclude: [],
  worldHash: hash,
};

describe('the schema of a saved plan', () => {
  it('is the model, neither more nor less', () => {
    expectTypeOf<z.infer<typeof RollbackPlanSchema>>().toExtend<RollbackPlan>();
    expectTypeOf<RollbackPlan>().toExtend<z.infer<typeof RollbackPlanSchema>>();
    expect(RollbackPlanSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  it.each([
    ['a field too many', { ...plan, extra: 1 }],
    ['another format', { ...plan, formatVersion: 2 }],
    ['no world hash', { ...plan, worldHash: '' }],
    ['a negative size', { ...plan, neededBytes: -1 }],
    ['not an object', 'plan'],
  ])('refuses %s', (_what, value) => {
    expect(RollbackPlanSchema.safeParse(value).success).toBe(false);
  });
});
