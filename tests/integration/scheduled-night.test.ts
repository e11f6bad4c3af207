import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { openCatalog } from '../../electron/core/catalog/database.ts';
import { isoTime, systemClock } from '../../electron/core/clock.ts';
import { exitCode } from '../../shared/exit-codes.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { dockerHost } from '../support/docker-host.ts';
import { type Lifeboat, lifeboat, packDone } from '../support/lifeboat.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const host = dockerHost();
const hourMs = 3_600_000;

const compose = `
services:
  app:
    image: ${inject('busyboxImage')}
    command: ["sh", "-c", "trap 'exit 0' TERM; date > /data/began; while :; do sleep 0.1 & wait $$!; done"]
    volumes: ["data:/data"]
volumes: { data: {} }
`;

const policyAnswer = z.looseObject({
  id: z.string(),
  lastRun: z
    .looseObject({
      state: z.string(),
      backupId: z.string().nullable(),
      reason: z.looseObject({ code: z.string() }).nullable(),
    })
    .nullable(),
});
const doctorAnswer = z.object({
  state: z.string(),
  findings: z.array(z.looseObject({ check: z.string(), state: z.string(), message: z.string() })),
});

describe('a night without a person', () => {
  const resources = new AsyncDisposableStack();
  let home: TempHome;
  let stack: ComposeStack;
  let boat: Lifeboat;
  beforeAll(async () => {
    home = resources.use(await tempHome());
    stack = resources.use(await startComposeStack({ host, compose }));
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    const storage = join(home.beside, 'night');
    await boat.run('stack', 'add', '--compose', stack.composeFile, '--name', 'night', '--storage', storage);
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  test('the daemon backs a compose stack up at its time, prunes what is too much, and says so', async () => {
    const args = ['--name', 'often', '--cron', '*/5 * * * * *', '--keep-count', '1'];
    await boat.answer(policyAnswer, 'policy', 'add', 'night', ...args);
    const manual = await boat.backup('night');
    const daemon = boat.start('daemon');
    await daemon.said(/often: done/u);
    await daemon.said(/often: done[\s\S]*often: done/u);
    const jobs = z.array(z.looseObject({ kind: z.string(), status: z.string() }));
    await until('a prune has ended', async () => {
      const ended = (await boat.answer(jobs, 'jobs')).find(
        ({ kind, status }) => kind === 'prune' && status === 'succeeded',
      );
      return ended === undefined ? null : true;
    });
    // Off, so that the end of the daemon meets nothing at work.
    await boat.answer(policyAnswer, 'policy', 'edit', 'often', '--off');
    await until('nothing runs', async () => {
      const open = (await boat.answer(jobs, 'jobs')).some(({ status }) => status === 'running' || status === 'queued');
      return open ? null : true;
    });
    daemon.signal('SIGTERM');
    const { code, stdout } = await daemon.end;
    expect([code, stdout]).toEqual([
      exitCode.done,
      expect.stringMatching(/^Ended by a signal\. Runs: \d+ done, 0 failed/u),
    ]);

    const [policy] = await boat.answer(z.array(policyAnswer), 'policy', 'list', 'night');
    expect(policy?.lastRun).toMatchObject({ state: 'succeeded', reason: null });
    const backups = await boat.list('night');
    expect(backups.map(({ id }) => id)).toContain(manual.id);
    const scheduled = backups.filter(({ type }) => type === 'scheduled');
    expect(scheduled.length).toBeLessThanOrEqual(2);
    for (const { status, verified, path, trigger } of scheduled) {
      expect([status, verified, await packDone(path)]).toEqual(['succeeded', true, true]);
      expect(trigger).toMatch(/^scheduled often @ \d{4}-\d\d-\d\d \d\d:\d\d/u);
    }
    expect((await stack.container('app')).State.Running).toBe(true);
  });

  test('a night in which nothing ran is missed and red at the next start', async () => {
    const data = join(home.beside, 'letters');
    await mkdir(data);
    await writeFile(join(data, 'letter.txt'), 'dear reader');
    await boat.run('stack', 'add', '--folder', data, '--name', 'letters', '--storage', join(home.beside, 'kept'));
    const policy = await boat.answer(
      policyAnswer,
      'policy',
      'add',
      'letters',
      '--preset',
      'nightly',
      '--catch-up',
      '0',
    );
    sleepThrough(join(home.path, 'catalog.db'), policy.id);

    // Nobody has run since: what the files say is enough to be red.
    expect(await doctorAlarms(boat)).toEqual([expect.stringMatching(/^letters has had no good backup for \d+ h/u)]);

    const daemon = boat.start('daemon', '--json');
    await daemon.said(/letters · nightly: missed\. It was missed: Lifeboat did not run at that time\./u);
    daemon.signal('SIGTERM');
    const ended = await daemon.end;
    expect(ended.code).toBe(exitCode.done);
    expect(ended.json()).toMatchObject({ runs: { succeeded: 0, missed: expect.any(Number) } });
    const end = await boat.run('doctor', '--json');
    expect(end.code).toBe(exitCode.failed);
    const { findings } = doctorAnswer.parse(end.json());
    expect(findings.find(({ check }) => check === 'missed')?.message).toMatch(
      /missed since its newest good one: [23]\. nightly @ /u,
    );
  });
});

async function doctorAlarms(boat: Lifeboat): Promise<string[]> {
  const end = await boat.run('doctor', '--json');
  expect(end.code).toBe(exitCode.failed);
  const { findings } = doctorAnswer.parse(end.json());
  return findings.filter(({ check, state }) => check === 'schedule' && state === 'alarm').map(({ message }) => message);
}

/** Makes a policy as old as if it had been made three days ago, and nobody had looked since. */
function sleepThrough(file: string, policyId: string): void {
  const at = isoTime(systemClock() - 72 * hourMs);
  const catalog = openCatalog(file, systemClock);
  try {
    catalog.policies.update(policyId, { createdAt: at, consideredUntil: at });
  } finally {
    catalog.close();
  }
}
