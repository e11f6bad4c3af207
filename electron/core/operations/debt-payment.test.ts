// The engine is played here: no real one can be made to be in between at a certain moment.
import { expect, test } from 'vitest';
import type { Docker } from '../docker/client.ts';
import { AppError } from '../errors.ts';
import { payDebt } from './debt-payment.ts';

/** An engine with one container that does not run; what each start comes to is in `starts`. */
function engineThat(
  starts: ('refuses' | 'refuses, and starts it by itself' | 'starts')[],
  detail = 'task already exists',
): Docker {
  let isRunning = false;
  const refuse = async (): Promise<never> => Promise.reject(new Error('not a call of this test'));
  return {
    endpoint: { text: 'unix:///nowhere', kind: 'socket', path: '/nowhere' },
    serverVersion: '1',
    begin: refuse,
    attach: refuse,
    open: refuse,
    tell: async ({ what }) => {
      const outcome = starts.shift() ?? 'refuses';
      isRunning = outcome !== 'refuses';
      if (outcome !== 'starts') throw new AppError('DOCKER_CALL_FAILED', { call: what, detail });
    },
    ask: async (_call, schema) =>
      schema.parse({
        Id: 'x',
        Name: '/x',
        Image: 'i',
        State: { Status: isRunning ? 'running' : 'exited', Running: isRunning, ExitCode: 0, StartedAt: 't' },
        Config: { Image: 'i', Labels: null, StopTimeout: 0 },
        HostConfig: { RestartPolicy: { Name: 'always' } },
        Mounts: null,
      }),
  };
}

const db = {
  containerId: 'x',
  containerName: 'shop_db_1',
  project: null,
  service: 'db',
  number: 1,
  order: 0,
  startedAt: 't',
  restarting: false,
};

async function pay(
  docker: Docker,
): Promise<{ readonly started: readonly string[]; readonly calls: readonly string[] }> {
  const calls: string[] = [];
  const ledger = {
    owe: async () => Promise.resolve(),
    paid: (_jobId: string, containerId: string) => void calls.push(`paid ${containerId}`),
    settle: async () => Promise.resolve(void calls.push('settled')),
    open: async () => Promise.resolve({ debts: [], unreadable: [] }),
  };
  const started = await payDebt({ ledger }, docker, 'job', [db]);
  return { started: started.map(({ service }) => service), calls };
}

test.each([
  ['an engine that starts it by itself at the same moment', ['refuses, and starts it by itself']],
  ['an engine that is not ready yet', ['refuses', 'refuses', 'starts']],
] as const)('%s is looked at again: the container runs, and the debt is paid', async (_what, starts) => {
  expect(await pay(engineThat([...starts]))).toEqual({ started: ['db'], calls: ['paid x', 'settled'] });
});

test('a container that cannot be started stays owed, and the reason is told', async () => {
  const detail = 'port is already allocated';
  await expect(pay(engineThat(['refuses', 'starts'], detail))).rejects.toMatchObject({
    code: 'SERVICE_NOT_BACK',
    params: { services: 'db', detail: expect.stringContaining(detail) },
  });
});
