import { describe, expect, test } from 'vitest';
import { ContainerInspection } from './engine-answers.ts';
import { judge } from './service-health.ts';

function container(state: object, policy = 'always') {
  return ContainerInspection.parse({
    Id: 'x',
    Name: '/x',
    Image: 'i',
    State: { Status: 'running', Running: true, ExitCode: 0, StartedAt: 't', ...state },
    Config: { Image: 'i', Labels: null },
    HostConfig: { RestartPolicy: { Name: policy } },
    Mounts: null,
  });
}

describe('a service that should come back', () => {
  test.for([
    ['healthy', { Health: { Status: 'healthy' } }, 'always', 0, 'back'],
    ['starting', { Health: { Status: 'starting' } }, 'always', 60_000, 'waiting'],
    ['unhealthy', { Health: { Status: 'unhealthy' } }, 'always', 60_000, 'failed'],
    ['without a check, just up', {}, 'always', 0, 'waiting'],
    ['without a check, steady', {}, 'always', 5_000, 'back'],
    ['with a disabled check, steady', { Health: { Status: 'none' } }, 'always', 5_000, 'back'],
    ['restarting', { Status: 'restarting', ExitCode: 1 }, 'always', 60_000, 'waiting'],
    ['crashed', { Status: 'exited', ExitCode: 1 }, 'no', 0, 'failed'],
    ['ended well, may end', { Status: 'exited' }, 'no', 0, 'back'],
    ['ended well, should not', { Status: 'exited' }, 'always', 0, 'failed'],
    ['paused', { Status: 'paused' }, 'always', 60_000, 'failed'],
  ] as const)('%s', ([, state, policy, steadyForMs, verdict]) => {
    expect(judge(container(state, policy), steadyForMs)).toBe(verdict);
  });

  test('that is gone has failed', () => {
    expect(judge(null, 60_000)).toBe('failed');
  });
});
