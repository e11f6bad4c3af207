import { expect, test } from 'vitest';
import type { Docker } from '../docker/client.ts';
import { AppError } from '../errors.ts';
import { recover } from './recover.ts';
import { makeEngine } from './testing/engine-fixture.ts';

/** An engine that is played: it starts every container but `stubborn`. No real one fails at one of two by command. */
function engineBut(stubborn: string): Docker {
  const running = new Set<string>();
  const refuse = async (): Promise<never> => Promise.reject(new Error('not a call of this test'));
  const idOf = (path: string): string => /^\/containers\/(\w+)\//u.exec(path)?.[1] ?? '';
  return {
    endpoint: { text: 'unix:///played', kind: 'socket', path: '/played' },
    serverVersion: '1',
    begin: refuse,
    attach: refuse,
    open: refuse,
    tell: async ({ what, path }) => {
      if (idOf(path) === stubborn) throw new AppError('DOCKER_CALL_FAILED', { call: what, detail: 'port is taken' });
      running.add(idOf(path));
    },
    ask: async ({ path }, schema) => {
      const isRunning = running.has(idOf(path));
      return schema.parse({
        Id: idOf(path),
        Name: '/x',
        Image: 'i',
        State: { Status: isRunning ? 'running' : 'exited', Running: isRunning, ExitCode: 0, StartedAt: 't' },
        Config: { Image: 'i', Labels: null, StopTimeout: 0 },
        HostConfig: { RestartPolicy: { Name: 'no' } },
        Mounts: null,
      });
    },
  };
}

test('recovery tells of a debt what is still owed, and not what it has just started', async () => {
  await using fixture = await makeEngine();
  const { context, stack } = fixture;
  const container = { containerName: 'c', project: null, number: 1, order: 0, startedAt: 't', restarting: false };
  const containers = ['web', 'db'].map((service) => ({ ...container, containerId: service, service }));
  await context.ledger.owe({
    jobId: 'dead',
    stackId: stack.id,
    stack: stack.name,
    endpoint: 'unix:///played',
    containers,
  });
  const report = await recover({ ...context, dockerAt: async () => Promise.resolve(engineBut('db')) });
  expect(report.owed).toMatchObject([{ stack: stack.name, service: 'db', error: { code: 'SERVICE_NOT_BACK' } }]);
  const { debts } = await context.ledger.open();
  expect(debts.flatMap((debt) => debt.containers.map(({ service }) => service))).toEqual(['db']);
});
