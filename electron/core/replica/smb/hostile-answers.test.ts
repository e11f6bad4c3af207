// A server that lies, and a line that changes what it says: only typed errors, in time, in bounded memory.
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { isAppError } from '../../errors.ts';
import { SmbTarget } from '../smb-target.ts';
import { ciphers } from './dialect.ts';
import { type Lies, startLyingServer } from './testing/lying-server.ts';

const credentials = { user: 'backup', domain: '', password: 'secret' };
const { signal } = new AbortController();
const gcm = ciphers.get(2);
if (gcm === undefined) throw new Error('no cipher');
const protections = { encrypted: { number: 2, cipher: gcm }, signed: null } as const;
const honest: Lies = { answer: (message) => message, frame: (bytes) => bytes };

/**
 * One of everything that a target can do. Resolves with the names that a listing gave. `isTrue`: the server itself means
 * the bytes that it sends.
 */
async function useTarget(port: number, silenceMs: number, isTrue = true): Promise<string[]> {
  const where = { host: '127.0.0.1', port, share: 'share', folder: '', allowsOlder: false };
  const limits = { connectMs: 2000, silenceMs };
  await using target = await new SmbTarget({ ...where, ...credentials }, systemClock, limits).open(signal);
  await target.freeSpace(signal);
  await target.makeFolders('a/b', signal);
  const chunk = Buffer.alloc(150_000, 1);
  await target.write('a/file', chunks(chunk, chunk), { offset: 0, signal });
  for await (const data of target.read('a/file', { offset: 0, signal })) {
    if (isTrue && data.some((byte) => byte !== 7)) throw new Error('other bytes than the server sent');
  }
  const entries = await target.list('a', signal);
  await target.stat('a', signal);
  await target.rename('a/file', 'a/other', signal);
  await target.deleteTree('a', signal);
  return entries.map(({ name }) => name);
}

async function* chunks(...list: readonly Buffer[]): AsyncGenerator<Buffer, void, undefined> {
  yield* list;
}

/** The same numbers for the same seed (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const extremes = [0, 1, 2, 0x3f, 0x40, 0xff, 0x7fff, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] as const;

/** Changes one place of an answer: a bit, a field, its end. */
function changed(message: Buffer, random: (below: number) => number): Buffer {
  const copy = Buffer.from(message);
  const at = random(Math.min(copy.length, 240));
  const way = random(6);
  if (way === 0) return copy.subarray(0, random(copy.length + 1));
  if (way === 1) return Buffer.concat([copy, Buffer.alloc(random(5000), random(256))]);
  if (way === 2) copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
  if (way === 3) copy[at] = random(256);
  const value = extremes[random(extremes.length)] ?? 0;
  if (way === 4 && at + 2 <= copy.length) copy.writeUInt16LE(value & 0xffff, at);
  if (way === 5 && at + 4 <= copy.length) copy.writeUInt32LE(value, at);
  return copy;
}

/** Changes answers from the `first` on, each with a chance of one in `oneIn`. */
function lying(seed: number, where: keyof Lies): Lies {
  const random = seeded(seed);
  const [first, oneIn] = [random(24), 1 + random(4)];
  let count = 0;
  const lie = (bytes: Buffer): Buffer => {
    count += 1;
    return count > first && random(oneIn) === 0 ? changed(bytes, random) : bytes;
  };
  return { ...honest, [where]: lie };
}

describe.each(['encrypted', 'signed'] as const)('%s', (name) => {
  test('the server of these tests is a right one while it does not lie', async () => {
    await using server = await startLyingServer(credentials, protections[name], honest);
    expect(await useTarget(server.port, 2000)).toEqual(['第一', 'second']);
  });

  test.each(['answer', 'frame'] as const)(
    'lies in every %s end in typed errors',
    { timeout: 120_000 },
    async (where) => {
      const begin = Number(process.env['LIFEBOAT_SEED'] ?? 1);
      const rounds = 60;
      const strange: string[] = [];
      const before = process.memoryUsage().rss;
      for (let seed = begin; seed < begin + rounds; seed += 1) {
        await using server = await startLyingServer(credentials, protections[name], lying(seed, where));
        const began = performance.now();
        const end = await useTarget(server.port, 150, where === 'frame').then(
          () => null,
          (error: unknown) => error,
        );
        const isTyped = end === null || (isAppError(end) && end.code.startsWith('REPLICA_'));
        if (!isTyped) strange.push(`seed ${seed}: ${end instanceof Error ? (end.stack ?? end.message) : 'no error'}`);
        // Each of some twenty waits may take its limit, one after the other never: the first one ends the connection.
        if (performance.now() - began > 5000) strange.push(`seed ${seed}: ${performance.now() - began} ms`);
      }
      expect(strange).toEqual([]);
      expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
    },
  );
});

describe('a server that is only a little wrong', () => {
  const outcomeOf = async (lies: Partial<Lies>, protection: keyof typeof protections): Promise<string> => {
    await using server = await startLyingServer(credentials, protections[protection], { ...honest, ...lies });
    return await useTarget(server.port, 300).then(
      () => 'good',
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    );
  };
  const on = (command: number, change: (message: Buffer) => void) => (message: Buffer) => {
    if (message.readUInt16LE(12) === command) change(message);
    return message;
  };

  test.each([
    ['takes fewer bytes than it was given', 9, (message: Buffer) => message.writeUInt32LE(5, 68), 'REPLICA_FULL'],
    ['closes a file of another size', 6, (message: Buffer) => message.writeBigUInt64LE(5n, 112), 'REPLICA_CALL_FAILED'],
    ['gives less than the file has', 8, (message: Buffer) => message.writeUInt32LE(5, 68), 'REPLICA_CALL_FAILED'],
    ['gives more than was asked for', 8, (message: Buffer) => message.writeUInt32LE(2 ** 31, 68), 'REPLICA_TAMPERED'],
    [
      'lists a way out',
      14,
      (message: Buffer) => message.write('../x', message.length - 16, 'utf16le'),
      'REPLICA_TAMPERED',
    ],
    [
      'has a file beyond all disks',
      5,
      (message: Buffer) => message.writeBigUInt64LE(2n ** 60n, 112),
      'REPLICA_TAMPERED',
    ],
    ['answers another command', 7, (message: Buffer) => message.writeUInt16LE(9, 12), 'REPLICA_TAMPERED'],
    ['answers what nobody asked', 7, (message: Buffer) => message.writeBigUInt64LE(9999n, 24), 'REPLICA_TAMPERED'],
    ['answers for another session', 7, (message: Buffer) => message.writeBigUInt64LE(1n, 40), 'REPLICA_TAMPERED'],
    ['says for ever that it will answer', 7, (message: Buffer) => message.writeUInt32LE(0x103, 8), 'REPLICA_TIMED_OUT'],
    ['takes its credits back', 3, (message: Buffer) => message.writeUInt16LE(0, 14), 'REPLICA_TAMPERED'],
  ] as const)('%s', async (_what, command, change, code) => {
    const credits = command === 3 ? (message: Buffer) => (message.writeUInt16LE(0, 14), message) : null;
    expect(await outcomeOf({ answer: credits ?? on(command, change) }, 'encrypted')).toBe(code);
  });

  test('a guest log-on, a log-on without a signature, and a log-on that somebody saw changed are refused', async () => {
    const guest = on(1, (message) => message.writeUInt16LE(1, 66));
    expect(await outcomeOf({ answer: guest }, 'signed')).toBe('REPLICA_GUEST_REFUSED');
    const weaker = on(0, (message) => message.writeUInt16LE(2, 66));
    expect(await outcomeOf({ answer: weaker }, 'signed')).toBe('REPLICA_SIGNING_MISSING');
    // It demands what it has not offered.
    const demanding = on(1, (message) => message.writeUInt16LE(4, 66));
    expect(await outcomeOf({ answer: demanding }, 'signed')).toBe('REPLICA_ENCRYPTION_MISSING');
    let answers = 0;
    const forged = (bytes: Buffer): Buffer => {
      answers += 1;
      // The signature of the answer that ends the log-on.
      if (answers === 3) bytes[4 + 48] = (bytes[4 + 48] ?? 0) ^ 1;
      return bytes;
    };
    expect(await outcomeOf({ frame: forged }, 'encrypted')).toBe('REPLICA_TAMPERED');
    // The negotiation is changed behind the server's back, e.g. to take the encryption away.
    let frames = 0;
    const downgrade = (bytes: Buffer): Buffer => {
      frames += 1;
      // The cipher of the second context.
      if (frames === 1) bytes.writeUInt16LE(0, 4 + 128 + 16 + 10);
      return bytes;
    };
    expect(await outcomeOf({ frame: downgrade }, 'encrypted')).toBe('REPLICA_TAMPERED');
  });
});
