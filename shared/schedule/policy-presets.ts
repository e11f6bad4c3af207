import type { PolicyDraft } from '../model/schedule.ts';

const usual = {
  enabled: true,
  timeZone: null,
  mode: 'cold',
  only: null,
  format: null,
  level: null,
  replicate: true,
  catchUpHours: 6,
  maxAgeHours: null,
  verifyDays: null,
} as const satisfies Partial<PolicyDraft>;

/** Policies that most stacks want, but for their names, which are in the operator's language. */
export const policyPresets = {
  nightly: { ...usual, cron: '0 4 * * *', images: false, retention: { days: null, count: 14 } },
  weekly: { ...usual, cron: '0 3 * * 0', images: true, retention: { days: null, count: 4 } },
} as const satisfies Record<string, Omit<PolicyDraft, 'name'>>;
