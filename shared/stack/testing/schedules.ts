import type { PolicyRun } from '../../model/policy.ts';
import type { StackSchedule } from '../../model/schedule.ts';

/** How a stack without policies stands to them. */
export const noPolicy: StackSchedule = {
  policies: 0,
  nextRun: null,
  allowedAgeMs: null,
  overdueSince: null,
  nights: [],
  troubled: [],
};

/** A run of the policy `nightly` that was planned for this local time of 2026 in UTC, `11-20 04:00`. */
export function runOf(planned: string, state: PolicyRun['state'], reason: PolicyRun['reason'] = null): PolicyRun {
  return {
    id: planned,
    policyId: 'policy-1',
    stackId: 'stack-1',
    policy: 'nightly',
    planned: `2026-${planned}`,
    timeZone: 'UTC',
    plannedAt: `2026-${planned.replace(' ', 'T')}:00.000Z`,
    state,
    reason,
    jobId: null,
    backupId: null,
    startedAt: null,
    endedAt: null,
  };
}
