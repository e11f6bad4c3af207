import { describe, expect, test } from 'vitest';
import { roleOf, startedSince } from './service-role.ts';
import { aService } from './testing/service-fixture.ts';

describe('the role of a container', () => {
  test.for([
    ['running', 0, 'no', 'long-running'],
    ['restarting', 1, 'always', 'long-running'],
    ['paused', 0, 'always', 'stopped'],
    ['exited', 0, 'no', 'one-shot'],
    ['exited', 0, 'on-failure', 'one-shot'],
    ['exited', 0, 'always', 'stopped'],
    ['exited', 0, 'unless-stopped', 'stopped'],
    ['exited', 137, 'no', 'stopped'],
    ['created', 0, 'no', 'stopped'],
    ['dead', 0, 'no', 'stopped'],
  ] as const)('%s, exit code %i, restart %s: %s', ([state, exitCode, restartPolicy, role]) => {
    expect(roleOf({ state, exitCode, restartPolicy })).toBe(role);
  });
});

describe('services that ran in between', () => {
  const stopped = aService('db', { state: 'exited', startedAt: 't1' });

  test('none, when all are as they were', () => {
    expect(startedSince([stopped], [stopped])).toEqual([]);
  });

  test.for([
    ['running now', { state: 'running' as const }],
    ['started and ended since', { startedAt: 't2' }],
    ['replaced by another container', { containerId: 'other' }],
  ] as const)('%s', ([, change]) => {
    expect(startedSince([stopped], [{ ...stopped, ...change }])).toEqual(['db']);
  });

  test('one that is gone or only made did not run', () => {
    expect(startedSince([stopped], [])).toEqual([]);
    expect(startedSince([stopped], [{ ...stopped, containerId: 'new', state: 'created' }])).toEqual([]);
  });
});
