import type { Policy } from '../../model/policy.ts';
import type { PolicyDraft } from '../../model/schedule.ts';
import { policyPresets } from '../../schedule/policy-presets.ts';

/** The preset of every night, which keeps everything. */
export const nightlyDraft: PolicyDraft = {
  name: 'nightly',
  ...policyPresets.nightly,
  retention: { days: null, count: null },
};

/** A policy of stack `stack-1` made of it. */
export function policyOf(changes: Partial<Policy> = {}): Policy {
  return {
    id: 'policy-1',
    stackId: 'stack-1',
    ...nightlyDraft,
    origin: 'operator',
    createdAt: '2026-11-01T00:00:00.000Z',
    ...changes,
  };
}
