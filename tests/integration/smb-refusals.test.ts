// What an SMB server can refuse, and how it can fail: a typed error, in time, every time.
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/core/clock.ts';
import { type SmbPlace, SmbTarget } from '../../electron/core/replica/smb-target.ts';
import type { TargetConnection } from '../../electron/core/replica/target.ts';
import { SeededRandom } from '../chaos/random.ts';
import { expectCommand } from '../support/command.ts';
import { type Samba, sambaSetUps, sambaUser, startSamba } from '../support/samba.ts';
import { portOf, startProxy } from '../support/tcp-proxy.ts';
import { tempFolder } from '../support/temp-folder.ts';

const { signal } = new AbortController();
const mib = 1024 * 1024;
const silenceMs = 1500;

function connect(port: number, changes: Partial<SmbPlace> = {}, abort = signal): Promise<TargetConnection> {
  const where = { host: '127.0.0.1', port, share: 'share', folder: '', allowsOlder: false };
  const limits = { connectMs: 1000, silenceMs };
  return new SmbTarget({ ...where, ...sambaUser, ...changes }, systemClock, limits).open(abort);
}

async function* endless(): AsyncGenerator<Buffer, void, undefined> {
  for (;;) {
    yield Buffer.alloc(mib, 'lifeboat');
    await wait(1);
  }
}

/** What work fails with, attended to from now on. */
function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('a log-on', () => {
  test('needs the right password, user and share', async () => {
    await using samba = await startSamba();
    const { port } = samba;
    const refused = { code: 'REPLICA_LOGON_REFUSED' };
    await expect(connect(port, { password: 'wrong' })).rejects.toMatchObject({
      ...refused,
      params: { host: '127.0.0.1', user: 'backup', detail: 'STATUS_LOGON_FAILURE' },
    });
    await expect(connect(port, { user: 'nobody-here' })).rejects.toMatchObject(refused);
    await expect(connect(port, { user: '', password: '' })).rejects.toMatchObject(refused);
    await expect(connect(port, { share: 'nothing' })).rejects.toMatchObject({
      code: 'REPLICA_SHARE_NOT_FOUND',
      params: { share: String.raw`\\127.0.0.1\nothing` },
    });
    await expect(connect(port, { share: 'IPC$' })).rejects.toMatchObject({ code: 'REPLICA_SHARE_NOT_FOUND' });
  });

  test('as a guest is refused, also where the server would take everybody', async () => {
    await using samba = await startSamba({
      global: { 'map to guest': 'Bad Password' },
      share: { 'guest ok': 'yes' },
    });
    const guest = { code: 'REPLICA_GUEST_REFUSED' };
    await expect(connect(samba.port, { password: 'wrong' })).rejects.toMatchObject(guest);
    await expect(connect(samba.port, { user: 'anybody' })).rejects.toMatchObject(guest);
  });

  test('to nobody, to something else and to something that is silent ends in time', async () => {
    await expect(connect(9)).rejects.toMatchObject({
      code: 'REPLICA_UNREACHABLE',
      params: { host: '127.0.0.1', port: 9, detail: 'ECONNREFUSED' },
    });
    for (const [answer, code] of [
      ['HTTP/1.1 400 Bad Request\r\n\r\n', 'REPLICA_TAMPERED'],
      ['', 'REPLICA_TIMED_OUT'],
    ]) {
      const server = createServer((socket) => {
        socket.on('error', () => undefined).on('data', () => socket.write(answer ?? ''));
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      await expect(connect(portOf(server))).rejects.toMatchObject({ code });
      server.close();
    }
  });
});

describe('writing', () => {
  test('to a share or a folder that may only be read is refused', async () => {
    await using samba = await startSamba();
    await mkdir(join(samba.folder, 'closed'));
    await mkdir(join(samba.folder, 'secret'), { mode: 0o700 });
    await writeFile(join(samba.folder, 'here'), 'x');
    await using reader = await connect(samba.port, { share: 'ro' });
    const readOnly = { code: 'REPLICA_READ_ONLY' };
    await expect(reader.makeFolders('new', signal)).rejects.toMatchObject(readOnly);
    await expect(reader.write('new', endless(), { offset: 0, signal })).rejects.toMatchObject(readOnly);
    await expect(reader.rename('here', 'there', signal)).rejects.toMatchObject(readOnly);
    await expect(reader.deleteFile('here', signal)).rejects.toMatchObject(readOnly);
    await using writer = await connect(samba.port);
    const denied = { code: 'REPLICA_DENIED', params: { path: String.raw`\\127.0.0.1\share\closed\new` } };
    await expect(writer.write('closed/new', endless(), { offset: 0, signal })).rejects.toMatchObject(denied);
    await expect(writer.list('secret', signal)).rejects.toMatchObject({ code: 'REPLICA_DENIED' });
  });

  test('to a full disk says so, and goes on once there is room', async () => {
    await using folder = await tempFolder('lbt');
    await expectCommand('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=0777', 'tmpfs', folder.path]);
    try {
      await using samba = await startSamba({ folder: folder.path });
      await using target = await connect(samba.port);
      const full = { code: 'REPLICA_FULL', params: { path: String.raw`\\127.0.0.1\share\big` } };
      await expect(target.write('big', endless(), { offset: 0, signal })).rejects.toMatchObject(full);
      await target.deleteFile('big', signal);
      expect(await target.freeSpace(signal)).toBeGreaterThan(8 * mib);
      expect(
        await target.write(
          'small',
          (async function* () {
            yield Buffer.from('x');
          })(),
          { offset: 0, signal },
        ),
      ).toBe(1);
    } finally {
      await expectCommand('umount', ['--lazy', folder.path]);
    }
  });
});

describe('in the middle of a write', () => {
  test('a server that is killed is noticed at once, and comes back for a new connection', async () => {
    await using samba = await startSamba();
    await using target = await connect(samba.port);
    const failed = failureOf(target.write('file', endless(), { offset: 0, signal }));
    await wait(300);
    const began = performance.now();
    await samba.kill();
    expect(await failed).toMatchObject({ code: 'REPLICA_LOST', params: { host: '127.0.0.1' } });
    expect(performance.now() - began).toBeLessThan(silenceMs);
    await expect(target.list('', signal)).rejects.toMatchObject({ code: 'REPLICA_LOST' });
    await expect(connect(samba.port)).rejects.toMatchObject({ code: 'REPLICA_UNREACHABLE' });
    await samba.start();
    await using again = await connect(samba.port);
    expect((await again.stat('file', signal))?.kind).toBe('file');
  });

  test('a server that freezes is given up after the limit, and cancelling does not wait for it', async () => {
    await using samba = await startSamba();
    await using target = await connect(samba.port);
    await using second = await connect(samba.port);
    const cancel = new AbortController();
    const timedOut = failureOf(target.write('file', endless(), { offset: 0, signal }));
    const cancelled = failureOf(second.write('other', endless(), { offset: 0, signal: cancel.signal }));
    await wait(300);
    for (const pid of await samba.processes()) process.kill(pid, 'SIGSTOP');
    const began = performance.now();
    cancel.abort();
    expect(await cancelled).toMatchObject({ name: 'AbortError' });
    expect(performance.now() - began).toBeLessThan(silenceMs / 2);
    const seconds = silenceMs / 1000;
    expect(await timedOut).toMatchObject({ code: 'REPLICA_TIMED_OUT', params: { host: '127.0.0.1', seconds } });
    expect(performance.now() - began).toBeLessThan(3 * silenceMs);
  });

  test.each(['defaults', 'signed'] as const)(
    'set-up “%s”: a line that is cut or goes dead is noticed',
    async (name) => {
      await using samba = await startSamba({ global: sambaSetUps[name] });
      const random = new SeededRandom(7);
      for (const way of ['cut', 'dead'] as const) {
        const limit = Math.floor(random.next() * 20 * mib) + 100_000;
        await using proxy = await startProxy(samba.port, {
          passage: (direction, chunk, passed) => {
            if (direction === 'down' || passed < limit) return chunk;
            return way === 'cut' ? 'cut' : Buffer.alloc(0);
          },
        });
        await using target = await connect(proxy.port);
        await expect(target.write('file', endless(), { offset: 0, signal })).rejects.toMatchObject({
          code: way === 'cut' ? 'REPLICA_LOST' : 'REPLICA_TIMED_OUT',
        });
      }
    },
  );
});

describe('somebody on the line who makes the negotiation weaker', () => {
  const older = { allowsOlder: true };

  test.each([
    ['takes the encryption away from what the server offers', 'SMB3_02', 'down', 4 + 88, 0x40],
    ['takes SMB 3.1.1 away from what the client offers', 'SMB3_11', 'up', 4 + 64 + 36 + 6, 0x80],
    ['makes signatures optional for the client', 'SMB3_02', 'up', 4 + 64 + 4, 0x02],
  ] as const)('%s, and is noticed', async (_what, newest, way, at, bit) => {
    await using samba = await startSamba({ global: { 'server max protocol': newest } });
    await using good = await connect(samba.port, older);
    expect(good.identity.protection?.protocol).toBe(newest === 'SMB3_11' ? 'SMB 3.1.1' : 'SMB 3.0.2');
    await using proxy = await startProxy(samba.port, {
      passage: (direction, chunk, passed) => {
        if (direction !== way || passed > at || passed + chunk.length <= at) return chunk;
        const changed = Buffer.from(chunk);
        changed[at - passed] = (changed[at - passed] ?? 0) ^ bit;
        return changed;
      },
    });
    expect(await failureOf(connect(proxy.port, older))).toMatchObject({
      code: expect.stringMatching(/^REPLICA_(?:TAMPERED|LOST)$/u),
    });
  });
});

describe('a line that changes bits', () => {
  test.each([
    ['defaults', 'down'],
    ['signed', 'down'],
    ['defaults', 'up'],
    ['signed', 'up'],
  ] as const)('set-up “%s”, %s: nothing wrong is ever read or called written', async (name, changed) => {
    await using samba = await startSamba({ global: sambaSetUps[name] });
    const content = Buffer.alloc(2 * mib, 'content');
    await writeFile(join(samba.folder, 'good'), content);
    await chmod(join(samba.folder, 'good'), 0o666);
    const random = new SeededRandom(11);
    const outcomes: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      const at = Math.floor(random.next() * (round < 6 ? 2000 : 2 * mib));
      await using proxy = await startProxy(samba.port, { passage: flipAt(changed, at) });
      outcomes.push(await exchange(proxy.port, samba, content));
    }
    const told = /^REPLICA_(?:TAMPERED|LOST|TIMED_OUT|LOGON_REFUSED|DIALECT_TOO_OLD|DENIED)$/u;
    const untold = outcomes.filter((outcome) => !told.test(outcome));
    // A word that the answer comes later is signed by no server; changed, it changes nothing.
    expect(untold.filter((outcome) => outcome !== 'all as it was')).toEqual([]);
    expect(untold.length).toBeLessThanOrEqual(2);
  });

  async function exchange(port: number, samba: Samba, content: Buffer): Promise<string> {
    try {
      await using target = await connect(port);
      const read: Buffer[] = [];
      for await (const chunk of target.read('good', { offset: 0, signal })) read.push(chunk);
      if (!Buffer.concat(read).equals(content)) return 'read something else';
      const size = await target.write(
        'new',
        (async function* () {
          yield Buffer.from(content);
        })(),
        { offset: 0, signal },
      );
      const written = await readFile(join(samba.folder, 'new'));
      return size === content.length && written.equals(content) ? 'all as it was' : 'wrote something else';
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  }

  function flipAt(changed: 'up' | 'down', at: number) {
    return (direction: 'up' | 'down', chunk: Buffer, passed: number): Buffer => {
      if (direction !== changed || at < passed || at >= passed + chunk.length) return chunk;
      const flipped = Buffer.from(chunk);
      flipped[at - passed] = (flipped[at - passed] ?? 0) ^ 0x04;
      return flipped;
    };
  }
});
