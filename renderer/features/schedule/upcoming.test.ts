import { expect, it } from 'vitest';
import { upcomingRuns } from './upcoming.ts';

const on = (name: string, enabled: boolean, ...days: string[]) => ({
  name,
  enabled,
  zone: 'UTC',
  next: days.map((day) => ({ planned: `2026-11-${day} 04:00`, at: `2026-11-${day}T04:00:00.000Z` })),
});

it('takes the soonest of all policies that are on, five at most', () => {
  const policies = [
    on('nightly', true, '21', '22', '23', '24', '25'),
    on('weekly', true, '22', '29'),
    on('off', false, '20'),
  ];
  expect(upcomingRuns(policies).map(({ planned, policy }) => `${planned.slice(8, 10)} ${policy}`)).toEqual([
    '21 nightly',
    '22 nightly',
    '22 weekly',
    '23 nightly',
    '24 nightly',
  ]);
  expect(upcomingRuns([])).toEqual([]);
});
