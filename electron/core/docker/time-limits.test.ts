import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Docker } from './client.ts';
import { awaitStopInFlight } from './containers.ts';
import { waitHealthy } from './service-health.ts';

/** An engine on a busy machine: every container starts for ever, and every answer takes a while. */
function slowEngine(answerMs: number): { readonly docker: Docker; readonly asked: () => number } {
  let asked = 0;
  const refuse = async (): Promise<never> => Promise.reject(new Error('not a call of this test'));
  const docker: Docker = {
    endpoint: { text: 'unix:///nowhere', kind: 'socket', path: '/nowhere' },
    serverVersion: '1',
    begin: refuse,
    attach: refuse,
    open: refuse,
    tell: refuse,
    ask: async (_call, schema) => {
      asked += 1;
      await delay(answerMs);
      return schema.parse({
        Id: 'x',
        Name: '/x',
        Image: 'i',
        State: { Status: 'running', Running: true, ExitCode: 0, StartedAt: 't', Health: { Status: 'starting' } },
        Config: { Image: 'i', Labels: null, StopTimeout: 0 },
        HostConfig: { RestartPolicy: { Name: 'always' } },
        Mounts: null,
      });
    },
  };
  return { docker, asked: () => asked };
}

test('services are given their time and not more, however slowly the engine answers', async () => {
  const { docker, asked } = slowEngine(60);
  const ids = Array.from({ length: 10 }, (_, n) => `c${n}`);
  const options = { limitMs: 500, signal: AbortSignal.timeout(20_000) };
  await expect(waitHealthy(docker, ids, options)).rejects.toMatchObject({ code: 'SERVICE_NOT_BACK' });
  expect(asked()).toBe(ids.length);
});

test('a stop that goes on by itself is awaited as long as it can last, and not longer', async () => {
  const { docker, asked } = slowEngine(700);
  await awaitStopInFlight(docker, { containerId: 'x', project: null, service: 'x', number: 1 });
  expect(asked()).toBeLessThan(6);
});
