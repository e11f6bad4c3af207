import { describe, expect, test } from 'vitest';
import type { ServiceState } from '../../../shared/model/stack.ts';
import { judgeUpgrade, steadyMs } from './upgrade-health.ts';

const app: ServiceState = {
  containerId: 'c1',
  containerName: 'shop_app_1',
  project: 'shop',
  service: 'app',
  number: 1,
  state: 'running',
  role: 'long-running',
  restartPolicy: 'no',
  autoRemove: false,
  exitCode: 0,
  startedAt: '2026-11-20T12:00:00Z',
  health: 'none',
  image: 'app:2',
  imageId: 'sha256:2',
  dependsOn: [],
  mounts: [],
  foreign: false,
  database: null,
};

function verdictOf(change: Partial<ServiceState>, steadyForMs: number): string {
  const services = [{ ...app, ...change }];
  return judgeUpgrade({ services, expected: ['app'], leftAlone: new Set(), steadyFor: () => steadyForMs }).verdict;
}

describe('whether the new version is up', () => {
  test.for<readonly [string, Partial<ServiceState>, number, string]>([
    ['without a check, one that has just started', {}, steadyMs - 1, 'waiting'],
    ['without a check, one that ran steadily', {}, steadyMs, 'healthy'],
    ['healthy at once', { health: 'healthy' }, 0, 'healthy'],
    ['a check that has not passed yet', { health: 'starting' }, steadyMs, 'waiting'],
    ['unhealthy may come well', { health: 'unhealthy' }, steadyMs, 'waiting'],
    ['a loop of restarts may end', { state: 'restarting' }, steadyMs, 'waiting'],
    ['ended with a failure, and nobody starts it', { state: 'exited', role: 'stopped', exitCode: 1 }, 0, 'failed'],
    [
      'ended with a failure, and the engine starts it',
      { state: 'exited', role: 'stopped', exitCode: 1, restartPolicy: 'always' },
      0,
      'waiting',
    ],
    ['a one-shot that has done its work', { state: 'exited', role: 'one-shot' }, 0, 'healthy'],
    ['made and not started', { state: 'created', role: 'stopped' }, 0, 'waiting'],
  ])('%s', ([, change, steadyForMs, verdict]) => {
    expect(verdictOf(change, steadyForMs)).toBe(verdict);
  });

  test('a service that ran before and has no container is waited for, by its name', () => {
    const seen = judgeUpgrade({ services: [], expected: ['app'], leftAlone: new Set(), steadyFor: () => 0 });
    expect(seen).toEqual({ verdict: 'waiting', detail: 'app: no container' });
  });

  test('what was stopped before and is the same container is nobody’s fault', () => {
    const stopped = { ...app, state: 'exited', role: 'stopped', exitCode: 137 } as const;
    const sight = { expected: [], steadyFor: () => 0 };
    expect(judgeUpgrade({ ...sight, services: [stopped], leftAlone: new Set(['c1']) }).verdict).toBe('healthy');
    expect(judgeUpgrade({ ...sight, services: [stopped], leftAlone: new Set() })).toEqual({
      verdict: 'failed',
      detail: 'app: exited with exit code 137',
    });
  });

  test('what has failed is named alone', () => {
    const services = [
      app,
      { ...app, containerId: 'c2', service: 'db', state: 'exited', role: 'stopped', exitCode: 3 },
    ] as const;
    const seen = judgeUpgrade({ services, expected: ['app', 'db'], leftAlone: new Set(), steadyFor: () => 0 });
    expect(seen).toEqual({ verdict: 'failed', detail: 'db: exited with exit code 3' });
  });
});
