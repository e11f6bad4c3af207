import { describe, expect, it } from 'vitest';
import { calendarOf } from './calendar.ts';
import { type PlanInput, planRuns, tooLateAt } from './plan-runs.ts';

const nightly = calendarOf('0 4 * * *', 'Europe/Berlin');
const at = (time: string) => Date.parse(time);
const early = '2026-01-01T00:00:00Z';

interface Case {
  readonly until: string;
  readonly now: string;
  readonly pause?: PlanInput['pause'];
  readonly lastBeat?: string;
  readonly hours?: number;
  readonly createdAt?: string;
}

/** What a plan says, short: `21 04:00 waiting`, `20 04:00 RUN_MISSED_PAUSED`. */
function plan({ until, now, pause = null, lastBeat, hours = 6, createdAt = early }: Case): string[] {
  const policy = { catchUpHours: hours, consideredUntil: until, createdAt };
  const beat = lastBeat === undefined ? null : at(lastBeat);
  const { rows } = planRuns({ policy, calendar: nightly, now: at(now), pause, lastBeat: beat });
  return rows.map(({ planned, state, reason }) => `${planned.slice(8)} ${reason?.code ?? state}`);
}

const evening = '2026-11-19T20:00:00Z';

describe('what becomes of planned times', () => {
  it.each<[string, Case, string[]]>([
    ['nothing is due', { until: evening, now: '2026-11-20T02:59:59.999Z' }, []],
    ['on the instant', { until: evening, now: '2026-11-20T03:00:00Z' }, ['20 04:00 waiting']],
    ['considered already', { until: '2026-11-20T03:00:00Z', now: '2026-11-20T03:00:10Z' }, []],
    ['late, and not too late', { until: evening, now: '2026-11-20T09:00:00Z' }, ['20 04:00 waiting']],
    ['too late', { until: evening, now: '2026-11-20T09:00:01Z' }, ['20 04:00 RUN_MISSED_NOT_RUNNING']],
    ['no catch-up, one beat late', { until: evening, now: '2026-11-20T03:00:15Z', hours: 0 }, ['20 04:00 waiting']],
    [
      'no catch-up, an hour late',
      { until: evening, now: '2026-11-20T04:00:00Z', hours: 0 },
      ['20 04:00 RUN_MISSED_NOT_RUNNING'],
    ],
    [
      'slept through by this scheduler',
      { until: evening, now: '2026-11-20T12:00:00Z', lastBeat: evening },
      ['20 04:00 RUN_MISSED_ASLEEP'],
    ],
    [
      'only the newest is caught up',
      { until: evening, now: '2026-11-22T04:00:00Z', hours: 100 },
      ['20 04:00 RUN_MISSED_NOT_RUNNING', '21 04:00 RUN_MISSED_NOT_RUNNING', '22 04:00 waiting'],
    ],
    [
      'in a pause',
      { until: evening, now: '2026-11-20T03:00:05Z', pause: { since: evening, until: null } },
      ['20 04:00 RUN_MISSED_PAUSED'],
    ],
    [
      'in a pause that is over: missed all the same',
      { until: evening, now: '2026-11-20T04:00:00Z', pause: { since: evening, until: '2026-11-20T03:30:00Z' } },
      ['20 04:00 RUN_MISSED_PAUSED'],
    ],
    [
      'when a pause ends on the instant, it runs',
      { until: evening, now: '2026-11-20T04:00:00Z', pause: { since: evening, until: '2026-11-20T03:00:00Z' } },
      ['20 04:00 waiting'],
    ],
    [
      'the newest that is not paused is caught up',
      {
        until: evening,
        now: '2026-11-21T03:00:05Z',
        hours: 48,
        pause: { since: '2026-11-20T12:00:00Z', until: null },
      },
      ['20 04:00 waiting', '21 04:00 RUN_MISSED_PAUSED'],
    ],
    [
      'a clock that began in 1970: nothing from before the policy was made',
      {
        until: '1970-01-01T00:00:09Z',
        now: '2026-11-20T03:00:05Z',
        createdAt: '2026-11-18T12:00:00Z',
      },
      ['19 04:00 RUN_MISSED_NOT_RUNNING', '20 04:00 waiting'],
    ],
    [
      'made while the clock was ahead: planned all the same',
      { until: evening, now: '2026-11-20T03:00:05Z', createdAt: '2031-01-01T00:00:00Z' },
      ['20 04:00 waiting'],
    ],
  ])('%s', (_, input, rows) => {
    expect(plan(input)).toEqual(rows);
  });

  it('considers everything up to now, and forgets when the clock had been ahead', () => {
    const policy = { catchUpHours: 6, consideredUntil: '2026-11-22T00:00:00Z', createdAt: early };
    const now = at('2026-11-20T12:00:00Z');
    expect(planRuns({ policy, calendar: nightly, now, pause: null, lastBeat: null })).toEqual({
      rows: [],
      consideredUntil: now,
      forgets: true,
      more: false,
    });
  });

  it('takes a long absence in steps, and catches up in the last one alone', () => {
    const calendar = calendarOf('* * * * *', 'UTC');
    const now = at('2026-11-20T12:00:00Z');
    let consideredUntil = '2026-11-20T00:00:00Z';
    const states: string[] = [];
    for (let more = true; more; ) {
      const plan = planRuns({
        policy: { catchUpHours: 24, consideredUntil, createdAt: early },
        calendar,
        now,
        pause: null,
        lastBeat: null,
      });
      states.push(...plan.rows.map(({ state }) => state));
      consideredUntil = new Date(plan.consideredUntil).toISOString();
      ({ more } = plan);
    }
    expect(states.length).toBe(720);
    expect(states.indexOf('waiting')).toBe(719);
    expect(consideredUntil).toBe('2026-11-20T12:00:00.000Z');
  });

  it('says of a beat that met several times that the later one goes before', () => {
    const calendar = calendarOf('*/5 * * * * *', 'UTC');
    const policy = { catchUpHours: 6, consideredUntil: '2026-11-20T12:00:00Z', createdAt: early };
    const now = at('2026-11-20T12:00:15Z');
    const { rows } = planRuns({ policy, calendar, now, pause: null, lastBeat: now - 15_000 });
    expect(rows.map(({ state, reason }) => reason?.code ?? state)).toEqual([
      'RUN_OVERTAKEN',
      'RUN_OVERTAKEN',
      'waiting',
    ]);
  });
});

it('is on time for a minute, whatever the catch-up', () => {
  expect(tooLateAt('2026-11-20T03:00:00.000Z', 0)).toBe(at('2026-11-20T03:01:00Z'));
  expect(tooLateAt('2026-11-20T03:00:00.000Z', 2)).toBe(at('2026-11-20T05:00:00Z'));
});
