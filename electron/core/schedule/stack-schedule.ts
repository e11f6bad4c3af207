import type { StackSchedule } from '../../../shared/model/schedule.ts';

/** Of a stack without a policy. */
export const noSchedule: StackSchedule = {
  policies: 0,
  nextRun: null,
  allowedAgeMs: null,
  overdueSince: null,
  nights: [],
};
