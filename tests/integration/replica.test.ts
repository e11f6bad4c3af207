// A real Compose stack, its backups copied to the strictest Samba, by the command line and the daemon.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { openCatalog } from '../../electron/core/catalog/database.ts';
import { isoTime, systemClock } from '../../electron/core/clock.ts';
import { exitCode } from '../../shared/exit-codes.ts';
import { filesWith, watchingProcesses } from '../support/canary.ts';
import type { CliEnd } from '../support/cli.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { dockerHost } from '../support/docker-host.ts';
import { backupAnswer, type Lifeboat, lifeboat } from '../support/lifeboat.ts';
import { type Samba, sambaSetUps, sambaUser, startSamba } from '../support/samba.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const host = dockerHost();

const compose = `
services:
  app:
    image: ${inject('busyboxImage')}
    command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1 & wait $$!; done"]
    volumes: ["data:/data"]
volumes: { data: {} }
`;

const warned = backupAnswer.extend({ warningCode: z.string().nullable(), warningMessage: z.string().nullable() });
const replicas = z.array(z.looseObject({ id: z.string(), backlog: z.number(), lastVerifiedAt: z.string().nullable() }));
const adoptAnswer = z.looseObject({ found: z.number(), added: z.number(), incomplete: z.array(z.unknown()) });
const shown = z.looseObject({ copies: z.array(z.looseObject({ state: z.string() })) });

describe('a stack with a replica on a Windows share', () => {
  const resources = new AsyncDisposableStack();
  let home: TempHome;
  let stack: ComposeStack;
  let boat: Lifeboat;
  let samba: Samba;
  beforeAll(async () => {
    home = resources.use(await tempHome());
    samba = resources.use(await startSamba({ global: { ...sambaSetUps.signed, ...sambaSetUps.encrypted } }));
    await samba.client('mkdir web');
    stack = resources.use(await startComposeStack({ host, compose }));
    boat = lifeboat(home.path, { DOCKER_HOST: host, LIFEBOAT_SECRETS: 'key-file' });
    const storage = join(home.beside, 'storage');
    await boat.run('stack', 'add', '--compose', stack.composeFile, '--name', 'web', '--storage', storage);
    await stack.exec('app', 'sh', '-c', 'echo dear reader > /data/letter.txt');
    const end = await addReplica(boat, samba);
    if (end.code !== exitCode.done) throw new Error(end.stderr);
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  test('is backed up, replicated, lost here, and rolled back from the share', async () => {
    expect((await boat.run('replica', 'test', 'nas')).stdout).toMatch(/SMB 3\.1\.1 · .* · AES-/u);
    const { result, found, looks } = await watchingProcesses(sambaUser.password, () =>
      boat.answer(warned, 'backup', 'web'),
    );
    expect(result).toMatchObject({ status: 'succeeded', verified: true, warningCode: null });
    const listed = await samba.client(`cd web/${result.name}; recurse; ls`);
    for (const name of ['manifest.json', 'replication_manifest.json', 'DONE', '.tar.zst'])
      expect(listed).toContain(name);
    expect(listed).toMatch(/volumes[\s\S]*\.tar\.zst/u);
    expect(await samba.client('cd web/_tmp; ls')).not.toMatch(/job_/u);

    await boat.answer(z.array(z.unknown()), 'replica', 'verify', result.id);
    await rm(result.path ?? '', { recursive: true });
    await stack.exec('app', 'sh', '-c', 'echo spoilt > /data/letter.txt');
    await boat.refusal(exitCode.refused, 'REPLICA_FETCH_FIRST', 'rollback', result.id, '--yes', '--no-safety-backup');
    const rolledBack = await boat.run('rollback', result.id, '--yes', '--no-safety-backup', '--fetch');
    expect([rolledBack.code, rolledBack.stderr]).toEqual([exitCode.done, expect.any(String)]);
    expect(await stack.exec('app', 'cat', '/data/letter.txt')).toBe('dear reader\n');
    expect((await stack.container('app')).State.Running).toBe(true);

    expect(looks).toBeGreaterThan(3);
    expect(found).toEqual([]);
    // What does stand in an environment is found.
    expect((await watchingProcesses(home.path, () => boat.run('list'))).found).not.toEqual([]);
    // The key file is where it is kept; nothing else may have it.
    expect(await filesWith(sambaUser.password, home.path)).toEqual([join(home.path, 'secrets.json')]);
    expect(await filesWith(sambaUser.password, home.beside)).toEqual([]);
    expect(await filesWith(sambaUser.password, samba.folder)).toEqual([]);
  });

  test('is backed up well while the server is off, says so, and is copied by itself after it returns', async () => {
    await samba.kill();
    const end = await boat.run('backup', 'web', '--json');
    expect(end.code).toBe(exitCode.partial);
    const backup = warned.parse(end.json());
    expect(backup).toMatchObject({ status: 'succeeded', verified: true, warningCode: 'REPLICATION_FAILED' });
    expect(backup.warningMessage).toMatch(/^The backup is complete, replication to nas failed: Nothing answers at/u);
    expect(await boat.answer(replicas, 'replica', 'list')).toMatchObject([{ backlog: 1 }]);
    expect((await stack.container('app')).State.Running).toBe(true);

    await samba.start();
    makeDue(join(home.path, 'catalog.db'));
    const daemon = boat.start('daemon');
    await until('the copy is verified', async () => {
      const [copy] = (await boat.answer(shown, 'show', backup.id)).copies;
      return copy?.state === 'verified' ? true : null;
    });
    daemon.signal('SIGTERM');
    await daemon.end;
    expect(await samba.client(`cd web/${backup.name}; ls`)).toContain('DONE');
    expect(await samba.client('cd web/_tmp; ls')).not.toMatch(/job_/u);
    expect(await filesWith(sambaUser.password, home.path, ['secrets.json'])).toEqual([]);
  });

  test('is refused before anything is stopped while a required replica is away', async () => {
    await boat.run('replica', 'set', 'nas', '--required');
    await samba.kill();
    const before = (await stack.container('app')).State.StartedAt;
    await boat.refusal(exitCode.replicaUnreachable, 'REPLICA_UNREACHABLE', 'backup', 'web');
    expect((await stack.container('app')).State.StartedAt).toBe(before);
    await samba.start();
    expect((await boat.backup('web')).verified).toBe(true);
  });

  test('is good when its process is killed while it is copied, and the next command goes on with the copy', async () => {
    await stack.exec('app', 'sh', '-c', 'head -c 3000000 /dev/urandom > /data/noise');
    await boat.run('replica', 'set', 'nas', '--no-required', '--limit', '100k');
    const running = boat.start('backup', 'web');
    await running.said(/Replicating/u);
    running.signal('SIGKILL');
    await running.end;
    expect((await stack.container('app')).State.Running).toBe(true);
    await boat.run('replica', 'set', 'nas', '--limit', 'none');
    const [killed] = await boat.list('web');
    expect(killed).toMatchObject({ status: 'succeeded', verified: true });
    expect((await boat.answer(shown, 'show', killed?.id ?? '')).copies).toMatchObject([{ state: 'waiting' }]);
    expect((await boat.run('replica', 'copy')).code).toBe(exitCode.done);
    expect((await boat.answer(shown, 'show', killed?.id ?? '')).copies).toMatchObject([{ state: 'verified' }]);
    expect(await samba.client('cd web/_tmp; ls')).not.toMatch(/job_/u);
  });

  test('is taken over on a machine that knows nothing of it, and rolled back there', async () => {
    const before = (await boat.list('web')).filter(({ status }) => status === 'succeeded');
    const newest = before[0]?.id ?? '';
    await stack.exec('app', 'sh', '-c', 'echo spoilt > /data/letter.txt');
    const other = lifeboat(join(home.beside, 'other-home'), { DOCKER_HOST: host, LIFEBOAT_SECRETS: 'key-file' });
    const storage = join(home.beside, 'other-storage');
    await other.run('stack', 'add', '--compose', stack.composeFile, '--name', 'web', '--storage', storage);
    await addReplica(other, samba);
    const report = await other.answer(adoptAnswer, 'replica', 'adopt', 'nas');
    expect(report).toMatchObject({ found: before.length, added: before.length, incomplete: [] });
    const adopted = await other.list('web');
    expect(adopted.map(({ name, missing }) => [name, missing])).toEqual(before.map(({ name }) => [name, true]));
    const name = before.find(({ id }) => id === newest)?.name ?? '';
    const end = await other.run('rollback', name, '--yes', '--no-safety-backup', '--fetch');
    expect([end.code, end.stdout]).toEqual([exitCode.done, expect.any(String)]);
    expect(await stack.exec('app', 'cat', '/data/letter.txt')).toBe('dear reader\n');
  });

  test('a wrong password is refused at the log-on, and leaves no replica', async () => {
    const end = await addReplica(boat, samba, { name: 'wrong', password: 'not this one' });
    expect([end.code, end.stderr]).toEqual([exitCode.refused, expect.stringContaining('REPLICA_LOGON_REFUSED')]);
    expect(await boat.answer(replicas, 'replica', 'list')).toHaveLength(1);
  });
});

/** Adds the share's folder `web` as a replica of `web`; the password comes from a file that is there only for that. */
async function addReplica(
  boat: Lifeboat,
  samba: Samba,
  { name, password }: { readonly name: string; readonly password: string } = { name: 'nas', ...sambaUser },
): Promise<CliEnd> {
  await using folder = await tempFolder();
  const file = join(folder.path, 'password');
  await writeFile(file, `${password}\n`);
  const where = ['--host', '127.0.0.1', '--port', String(samba.port), '--share', 'share', '--folder', 'web'];
  const who = ['--user', sambaUser.user, '--password-file', file, '--name', name];
  return await boat.run('replica', 'add', 'smb', 'web', ...where, ...who);
}

/** Ends the pauses of what waits, as the five minutes would. */
function makeDue(file: string): void {
  const catalog = openCatalog(file, systemClock);
  try {
    for (const copy of catalog.replicaCopies.open())
      catalog.replicaCopies.update(copy, { nextTryAt: isoTime(systemClock()) });
  } finally {
    catalog.close();
  }
}
