import { describe, expect, it } from 'vitest';
import type { ReplicaPlace, ReplicaSettings, ReplicaView } from '../../../shared/model/replica.ts';
import type { Engine } from '../../core/engine-api.ts';
import { AppError } from '../../core/errors.ts';
import { ended, fakeEngine, jobAt } from '../testing/fake-engine.ts';
import { person } from '../testing/person.ts';
import { runLine } from '../testing/run-line.ts';
import { backup, plan, rolledBack, stack } from '../testing/samples.ts';

const replica: ReplicaView = {
  id: 'replica-1',
  stackId: stack.id,
  name: 'nas',
  place: {
    kind: 'smb',
    host: 'nas',
    port: 445,
    share: 'backups',
    folder: 'web',
    domain: '',
    user: 'lifeboat',
    allowOld: false,
  },
  targetId: 'target-1',
  required: false,
  limit: null,
  retention: { days: null, count: null },
  createdAt: '2026-11-01T00:00:00.000Z',
  where: String.raw`\\nas\backups\web`,
  copies: [
    {
      replicaId: 'replica-1',
      stackId: stack.id,
      backupId: backup.id,
      backup: backup.name,
      state: 'waiting',
      tries: 1,
      nextTryAt: '2026-11-20T10:05:00.000Z',
      verifiedAt: null,
      bytes: 1_200_000_000,
      reason: { code: 'REPLICA_UNREACHABLE', params: { host: 'nas', port: 445, detail: 'ECONNREFUSED' } },
    },
  ],
  lastVerifiedAt: '2026-11-19T04:00:20.000Z',
  backlog: 1,
  fault: { code: 'REPLICA_UNREACHABLE', params: { host: 'nas', port: 445, detail: 'ECONNREFUSED' } },
  freeBytes: 90_000_000_000,
  password: 'key-file',
};

type Added = readonly [string, ReplicaPlace, string | null, ReplicaSettings];

function engineWith(calls: Partial<Engine> = {}): { readonly engine: Engine; readonly added: Added[] } {
  const added: Added[] = [];
  const engine = fakeEngine({
    stacks: () => Promise.resolve([stack]),
    replicas: () => Promise.resolve([replica]),
    findBackup: () => Promise.resolve(backup),
    addReplica: (...request) => {
      added.push(request);
      return Promise.resolve(replica);
    },
    ...calls,
  });
  return { engine, added };
}

const smb = 'replica add smb wiki --host nas --share backups --folder web --user lifeboat'.split(' ');
const settings = { name: 'nas', required: false, limit: null, retention: { days: null, count: null } };

describe('replica add', () => {
  it('takes a password from a person or from standard input, and never from the command line', async () => {
    const { engine, added } = engineWith();
    const somebody = person(true);
    expect((await runLine(smb, engine, { prompts: somebody })).code).toBe(0);
    await runLine([...smb, '--password-file', '-'], engine, { input: 'of the input\n' });
    expect(added).toEqual([
      ['wiki', replica.place, 'typed secret', settings],
      ['wiki', replica.place, 'of the input', settings],
    ]);
    expect(somebody.asked).toEqual(['Password of lifeboat on nas']);
    const { code, stderr } = await runLine(smb, engine);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--password-file')]);
    const { stdout } = await runLine(['replica', 'add', 'smb', '--help'], engine);
    expect(stdout).not.toMatch(/--password </u);
  });

  it('takes a mounted share at its usual place, and a folder', async () => {
    const { engine, added } = engineWith();
    await runLine('replica add mount wiki --folder web --required --limit 10MB'.split(' '), engine);
    await runLine('replica add folder wiki usb --same-disk --name stick --keep-count 3'.split(' '), engine);
    expect(added).toEqual([
      [
        'wiki',
        { kind: 'mount', folder: 'web', mountPoint: '/mnt/replica' },
        null,
        { ...settings, name: 'mount', required: true, limit: 10_000_000 },
      ],
      [
        'wiki',
        { kind: 'folder', path: '/where/usb', sameDevice: true },
        null,
        { ...settings, name: 'stick', retention: { days: null, count: 3 } },
      ],
    ]);
  });

  it.each([
    ['smb wiki --host nas --share backups'],
    ['smb wiki --host nas --share backups --user me --port many --password-file -'],
    ['mount wiki'],
    ['folder wiki'],
    ['pigeon wiki'],
    ['folder wiki usb --keep-count 1.5'],
  ])('refuses %s', async (line) => {
    const { engine, added } = engineWith();
    const { code } = await runLine(['replica', 'add', ...line.split(' ')], engine, { input: 'x' });
    expect([code, added]).toEqual([2, []]);
  });
});

describe('replica list, test and remove', () => {
  it.each(['en', 'zh-CN'] as const)('tells what waits and why (%s)', async (language) => {
    const { engine } = engineWith();
    const { stdout } = await runLine(['replica', 'list'], engine, { language });
    expect(stdout).toContain(String.raw`\\nas\backups\web`);
    expect(stdout).toContain('ECONNREFUSED');
  });

  it('ends with the code of the stage that failed', async () => {
    const { engine } = engineWith({
      testReplica: () =>
        Promise.resolve({ stages: [{ stage: 'reach', ok: false, detail: null, error: replica.fault }] }),
    });
    const { code, stdout } = await runLine(['replica', 'test', 'nas'], engine);
    expect(code).toBe(12);
    expect(stdout).toMatch(/^✗ reachable\. Nothing answers at nas, port 445/u);
  });

  it('removes only what somebody has confirmed', async () => {
    const removed: string[] = [];
    const { engine } = engineWith({
      removeReplica: (id) => {
        removed.push(id);
        return Promise.resolve(replica);
      },
    });
    expect((await runLine(['replica', 'remove', 'wiki/nas'], engine)).code).toBe(16);
    expect((await runLine(['replica', 'remove', 'wiki/nas'], engine, { prompts: person(false) })).code).toBe(16);
    expect(removed).toEqual([]);
    expect((await runLine(['replica', 'remove', 'wiki/nas', '--yes'], engine)).code).toBe(0);
    expect(removed).toEqual(['replica-1']);
    expect((await runLine(['replica', 'remove', 'stick', '--yes'], engine)).code).toBe(15);
  });
});

describe('copies', () => {
  it('are in what is shown of a backup', async () => {
    const { engine } = engineWith();
    const { stdout } = await runLine(['show', backup.id], engine);
    expect(stdout).toMatch(/nas +waits, again .* Nothing answers at nas/u);
    const json: unknown = JSON.parse((await runLine(['show', backup.id, '--json'], engine)).stdout);
    expect(json).toMatchObject({ copies: [{ replica: 'nas', state: 'waiting', backupId: backup.id }] });
  });

  it('a backup whose replication failed is good, says so, and ends with 3', async () => {
    const warning = {
      code: 'REPLICATION_FAILED' as const,
      params: { replica: 'nas', cause: 'REPLICA_UNREACHABLE', host: 'nas', port: 445, detail: 'ECONNREFUSED' },
    };
    const { engine } = engineWith({
      backup: () => ended(backup),
      job: () => Promise.resolve({ job: jobAt({}, { warning }), steps: [] }),
    });
    const { code, stdout } = await runLine(['backup', 'wiki'], engine);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^Backup complete and verified\./u);
    expect(stdout).toContain('replication to nas failed: Nothing answers at nas, port 445: ECONNREFUSED.');
    const chinese = await runLine(['backup', 'wiki', '--json'], engine, { language: 'zh-CN' });
    expect(JSON.parse(chinese.stdout)).toMatchObject({ status: 'succeeded', warningCode: 'REPLICATION_FAILED' });
  });

  it('are verified on the target', async () => {
    const { engine } = engineWith({
      verifyReplica: () =>
        ended({ path: 'x', name: backup.name, parts: 1, files: 9, entries: 3, rawBytes: 10, storedBytes: 5 }),
    });
    const line = ['verify', backup.id, '--replica', 'nas'];
    expect((await runLine(line, engine)).stdout).toContain('on nas is good: 9 files');
    expect((await runLine(['verify', backup.id, '--replica'], engine)).code).toBe(2);
  });
});

describe('replica copy', () => {
  it('gives every target its turn when one is away, says what was copied, and ends as the one that failed', async () => {
    const asked: string[] = [];
    const { engine } = engineWith({
      replicas: () => Promise.resolve([replica, { ...replica, id: 'replica-2', name: 'stick' }]),
      copyToReplica: (id) => {
        asked.push(id);
        if (id === 'replica-2') return ended({ copied: 1, already: 0, bytes: 5 });
        throw new AppError('REPLICA_UNREACHABLE', { host: 'nas', port: 445, detail: 'ECONNREFUSED' });
      },
    });
    const { code, stdout, stderr } = await runLine(['replica', 'copy', backup.id], engine);
    expect(asked).toEqual(['replica-1', 'replica-2']);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('stick');
    expect(stderr).toContain('ECONNREFUSED');
  });
});

describe('rollback to a backup that is only on a target', () => {
  const only = (): { readonly engine: Engine; readonly fetched: string[] } => {
    const fetched: string[] = [];
    const { engine } = engineWith({
      planRollback: () =>
        fetched.length > 0
          ? Promise.resolve(plan)
          : Promise.reject(new AppError('REPLICA_FETCH_FIRST', { backup: backup.name, replica: 'nas' })),
      fetchBackup: (id) => {
        fetched.push(id);
        return ended(backup);
      },
      rollback: () => ended(rolledBack),
    });
    return { engine, fetched };
  };

  it('is refused with what to do', async () => {
    const { engine, fetched } = only();
    const { code, stderr } = await runLine(['rollback', backup.id, '--yes'], engine);
    expect([code, fetched]).toEqual([16, []]);
    expect(stderr).toContain('--fetch');
  });

  it('fetches it first when told to', async () => {
    const { engine, fetched } = only();
    expect((await runLine(['rollback', backup.id, '--yes', '--fetch'], engine)).code).toBe(0);
    expect(fetched).toEqual([backup.id]);
  });
});
