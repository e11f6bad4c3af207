import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { exitCode } from '../../shared/exit-codes.ts';
import { type Arena, openArena, serviceNames } from '../chaos/arena.ts';
import { campaign, summary } from '../chaos/campaign.ts';
import type { RunningCli } from '../support/cli.ts';
import { dockerHost } from '../support/docker-host.ts';
import { helpersLeft, jobAnswer } from '../support/lifeboat.ts';

const rounds = 30;

describe('a command that is ended from outside', () => {
  let arena: Arena;
  const resources = new AsyncDisposableStack();
  beforeAll(async () => {
    arena = resources.use(await openArena(dockerHost(), inject('busyboxImage')));
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  async function expectAllBack(): Promise<void> {
    const services = await arena.services();
    for (const name of serviceNames.up) expect(services.get(name)?.running, name).toBe(true);
    for (const name of serviceNames.down) expect(services.get(name)?.running, name).toBe(false);
    expect(await readdir(join(arena.home.beside, 'arena/_tmp'))).toEqual([]);
    expect(await readdir(join(arena.home.path, 'ledger'))).toEqual([]);
    expect(await helpersLeft(arena.host)).toEqual([]);
    expect((await arena.data()).filter((line) => line.includes('.lifeboat-'))).toEqual([]);
  }

  /** A backup whose copy lasts long enough to be met in it, by several commands and also when little is left to copy. */
  async function copyingBackup(): Promise<RunningCli> {
    const command = arena.boat.start('backup', 'arena', '--limit', '50k');
    await command.said(/^Copying data/mu);
    return command;
  }

  async function openJob(): Promise<string> {
    const jobs = await arena.boat.answer(z.array(jobAnswer), 'jobs');
    return jobs.find(({ status }) => status === 'running')?.id ?? '';
  }

  test.for(['SIGINT', 'SIGTERM'] as const)(
    '%s: services are back before it ends, and nothing is left',
    async (signal) => {
      const command = await copyingBackup();
      expect((await arena.services()).get('app')?.running).toBe(false);
      command.signal(signal);
      const { code } = await command.end;
      await expectAllBack();
      expect(code).toBe(exitCode.cancelled);
      const [last] = await arena.boat.list('arena');
      expect(last).toMatchObject({ status: 'cancelled', errorCode: 'JOB_CANCELLED', path: null, verified: false });
    },
  );

  test('SIGINT during a rollback: the old data is live when it ends', async () => {
    await arena.change();
    const changed = await arena.data();
    const command = arena.boat.start('rollback', arena.pack.id, '--yes', '--no-safety-backup');
    await command.said(/^Waiting until/mu);
    command.signal('SIGINT');
    const { code } = await command.end;
    await expectAllBack();
    expect(code).toBe(exitCode.cancelled);
    expect(await arena.data()).toEqual(changed);
  });

  test('while it runs, another process is refused, told which job it is, and may cancel that', async () => {
    const command = await copyingBackup();
    const job = await openJob();
    const busy = await arena.boat.refusal(exitCode.stackBusy, 'STACK_BUSY', 'rollback', arena.pack.id, '--yes');
    expect(busy.params).toMatchObject({ job, kind: 'backup', stack: 'arena' });
    expect(busy.action).toContain(job);
    expect((await arena.services()).get('app')?.running).toBe(false);

    await arena.boat.answer(jobAnswer, 'cancel', job);
    const { code, stderr } = await command.end;
    expect(code).toBe(exitCode.cancelled);
    expect(stderr).toContain('JOB_CANCELLED');
    await expectAllBack();
    await arena.boat.refusal(exitCode.refused, 'JOB_NOT_OPEN', 'cancel', job);
    await arena.boat.refusal(exitCode.notFound, 'JOB_NOT_FOUND', 'cancel', 'no-such-job');
  });

  test(`${rounds} rounds of SIGKILL: services run again, nothing else is started, nothing half is listed`, {
    timeout: 300_000,
  }, async () => {
    const seed = Number(process.env['LIFEBOAT_SEED'] ?? Date.now() % 1_000_000);
    const said: string[] = [`LIFEBOAT_SEED=${seed}`];
    const { outcomes, failed } = await campaign(arena, { rounds, seed, say: (text) => said.push(text) });
    process.stdout.write(`seed ${seed}: ${summary(outcomes)}\n`);
    expect(failed === null ? '' : `${said.join('\n')}\nround ${failed.round}: ${String(failed.error)}`).toBe('');
    expect(outcomes.filter(({ killed }) => killed).length).toBeGreaterThan(rounds * 0.7);
    expect(outcomes.filter(({ down }) => down.length > 0).length).toBeGreaterThan(rounds * 0.2);
  });
});
