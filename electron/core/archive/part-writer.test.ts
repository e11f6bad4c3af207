import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { writeFilePart, writeTarPart } from './part-writer.ts';
import { rawEntry, rawTar } from './testing/raw-tar.ts';
import { fillSource, folderSource, partAt, testFolder } from './testing/small-pack.ts';

const run = (file: string, args: readonly string[], input?: Buffer) =>
  execFileSync(file, [...args], { stdio: 'pipe', maxBuffer: 2 ** 28, input });

/** What tells two trees apart for people: names, types, modes, sizes, times, contents. */
function tree(root: string): string {
  return run('sh', [
    '-c',
    'cd "$1" && find . ! -name "." -printf "%p %y %m %s %T@ %l %n\\n" | sort && find . -type f -exec sha256sum {} + | sort',
    'sh',
    root,
  ]).toString();
}

function noise(bytes: number): Buffer {
  const data = Buffer.alloc(bytes);
  let seed = 1;
  for (let i = 0; i < bytes; i += 4) {
    seed = Math.imul(seed, 1_664_525) + 1_013_904_223;
    data.writeInt32LE(seed | 0, i);
  }
  return data;
}

describe('a folder becomes a part', () => {
  test.each([
    ['zstd', 1],
    ['zstd', 3],
    ['zstd', 19],
    ...Array.from({ length: 10 }, (_, level) => ['gzip', level] as const),
  ] as const)('that the ordinary tools take: %s, level %i', async (format, level) => {
    await using home = await testFolder();
    const source = join(home.path, 'source');
    fillSource(source);
    // Three frames and a bit, so that the order of frames matters.
    writeFileSync(join(source, 'noise'), noise(5_000_000));
    const file = join(home.path, 'part');
    const part = await writeTarPart(folderSource(source), {
      ...partAt(file, { format, level }),
      indexFile: join(home.path, 'index'),
      capture: [],
    });
    run(
      format === 'zstd' ? 'zstd' : 'gzip',
      ['-t', '--', ...(format === 'zstd' ? [file] : [])],
      format === 'gzip' ? readFileSync(file) : undefined,
    );
    const target = join(home.path, 'target');
    mkdirSync(target);
    run('tar', [format === 'zstd' ? '--zstd' : '-z', '-xpf', file, '-C', target]);
    expect(tree(target)).toBe(tree(source));
    const lines = run('zstd', ['-dc', join(home.path, 'index')])
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(part.entries);
    expect(part).toMatchObject({ storedBytes: readFileSync(file).length, omitted: [] });
  });

  test('of nothing but its root', async () => {
    await using home = await testFolder();
    mkdirSync(join(home.path, 'source'));
    const file = join(home.path, 'part');
    const part = await writeTarPart(folderSource(join(home.path, 'source')), {
      ...partAt(file),
      indexFile: join(home.path, 'index'),
      capture: [],
    });
    expect(part.entries).toBe(1);
    expect(run('tar', ['--zstd', '-tf', file]).toString()).toBe('./\n');
  });

  test('a part is never written over a file', async () => {
    await using home = await testFolder();
    const file = join(home.path, 'part');
    writeFileSync(file, 'precious');
    const writing = writeTarPart(folderSource(home.path), {
      ...partAt(file),
      indexFile: join(home.path, 'index'),
      capture: [],
    });
    await expect(writing).rejects.toMatchObject({ code: 'FILE_FAILED' });
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  test('an empty file becomes a part that unpacks to nothing', async () => {
    await using home = await testFolder();
    const plain = join(home.path, 'empty');
    writeFileSync(plain, '');
    for (const format of ['zstd', 'gzip'] as const) {
      const file = join(home.path, format);
      expect(await writeFilePart(plain, partAt(file, { format }))).toMatchObject({ rawBytes: 0 });
      expect(run(format, ['-dc'], readFileSync(file))).toHaveLength(0);
    }
  });
});

/** Writes the part; when the big file's bytes begin to arrive, `change` happens. */
async function whileReading(tolerant: boolean, change: (source: string) => void) {
  const home = await testFolder();
  const source = join(home.path, 'source');
  mkdirSync(source);
  // The worker gets a few frames ahead of what it is known to have read, hence the size and the last name.
  writeFileSync(join(source, 'big'), Buffer.alloc(64 * 1024 * 1024));
  writeFileSync(join(source, 'last'), 'last');
  let changed = false;
  const onBytes = () => {
    if (!changed) change(source);
    changed = true;
  };
  const file = join(home.path, 'part');
  const work = writeTarPart(folderSource(source, tolerant), {
    ...partAt(file, { onBytes, level: 1 }),
    indexFile: join(home.path, 'index'),
    capture: [],
  });
  return { work, file, [Symbol.asyncDispose]: () => home[Symbol.asyncDispose]() };
}

/** A stream that never gives anything. */
const stuck = () => new Readable({ read: () => undefined });

const folder = (name: string) => rawEntry({ name, type: '5' });

/** What is left of a tar of these entries, by name, when `exclude` is cut out of it. */
async function cut(exclude: readonly string[], ...entries: readonly Buffer[]) {
  await using home = await testFolder();
  const stream = Readable.from([rawTar(...entries)]);
  const part = await writeTarPart(
    { kind: 'stream', stream, exclude },
    { ...partAt(join(home.path, 'p')), indexFile: join(home.path, 'i'), capture: [] },
  );
  return {
    omitted: part.omitted,
    names: run('tar', ['--zstd', '-tf', join(home.path, 'p')])
      .toString()
      .trimEnd()
      .split('\n'),
  };
}

describe('a folder that changes while it is read', () => {
  const changes: readonly (readonly [string, string, string, (source: string) => void])[] = [
    ['a file grows', 'big', 'changed', (source) => writeFileSync(join(source, 'big'), 'more', { flag: 'a' })],
    ['a file is written to', 'big', 'changed', (source) => writeFileSync(join(source, 'big'), 'other', { flag: 'r+' })],
    ['a file shrinks', 'big', 'changed', (source) => truncateSync(join(source, 'big'), 1024)],
    ['a file vanishes', 'last', 'vanished', (source) => rmSync(join(source, 'last'))],
  ];

  test.each(changes)('%s: the part fails', async (_what, name, _reason, change) => {
    await using reading = await whileReading(false, change);
    await expect(reading.work).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
      params: { path: expect.stringContaining(name) },
    });
  });

  test.each(changes)('%s: a hot copy names it', async (_what, name, reason, change) => {
    await using reading = await whileReading(true, change);
    const part = await reading.work;
    expect(part.omitted).toEqual([{ path: name, reason }]);
    run('tar', ['--zstd', '-tf', reading.file]);
  });

  test('a new file is found by the second walk', async () => {
    await using reading = await whileReading(false, (source) => writeFileSync(join(source, 'aaa-new'), 'new'));
    await expect(reading.work).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  });
});

describe('a part that fails ends at once', () => {
  test('when the job is cancelled while the stream gives nothing', async () => {
    await using home = await testFolder();
    const stop = new AbortController();
    const stream = stuck();
    const work = writeTarPart(
      { kind: 'stream', stream, exclude: [] },
      { ...partAt(join(home.path, 'p'), { signal: stop.signal }), indexFile: join(home.path, 'i'), capture: [] },
    );
    stream.push(rawTar().subarray(0, 512));
    await turn();
    stop.abort();
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect(stream.destroyed).toBe(true);
  });

  test('when it was cancelled before it began', async () => {
    await using home = await testFolder();
    const work = writeTarPart(
      { kind: 'stream', stream: stuck(), exclude: [] },
      {
        ...partAt(join(home.path, 'p'), { signal: AbortSignal.abort() }),
        indexFile: join(home.path, 'i'),
        capture: [],
      },
    );
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('when the job is cancelled in the middle of a folder', async () => {
    await using home = await testFolder();
    const source = join(home.path, 'source');
    mkdirSync(source);
    writeFileSync(join(source, 'big'), Buffer.alloc(64 * 1024 * 1024));
    const stop = new AbortController();
    let seen = 0;
    const onBytes = (bytes: number) => {
      seen += bytes;
      stop.abort();
    };
    const work = writeTarPart(folderSource(source), {
      ...partAt(join(home.path, 'p'), { signal: stop.signal, onBytes }),
      indexFile: join(home.path, 'i'),
      capture: [],
    });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toBeLessThan(64 * 1024 * 1024);
  });

  test('when the stream fails in the middle', async () => {
    await using home = await testFolder();
    const tar = rawTar(rawEntry({ name: 'a' }, noise(3_000_000)));
    const stream = Readable.from(
      (function* () {
        yield tar.subarray(0, 2_500_000);
        throw new Error('the line is dead');
      })(),
    );
    const work = writeTarPart(
      { kind: 'stream', stream, exclude: [] },
      { ...partAt(join(home.path, 'p')), indexFile: join(home.path, 'i'), capture: [] },
    );
    await expect(work).rejects.toThrow('the line is dead');
  });

  test('when the stream ends early', async () => {
    await using home = await testFolder();
    const stream = Readable.from([rawTar(rawEntry({ name: 'a' }, 'data')).subarray(0, 1500)]);
    const work = writeTarPart(
      { kind: 'stream', stream, exclude: [] },
      { ...partAt(join(home.path, 'p')), indexFile: join(home.path, 'i'), capture: [] },
    );
    await expect(work).rejects.toMatchObject({ code: 'PACK_CORRUPT', params: { part: 'files/data.tar.zst' } });
  });

  test('and the workers that remain can do the next part', async () => {
    await using home = await testFolder();
    for (const i of [1, 2, 3]) {
      const bad = Readable.from([rawTar(rawEntry({ name: '../evil' }))]);
      const options = {
        ...partAt(join(home.path, `bad${i}`)),
        indexFile: join(home.path, `bad-index${i}`),
        capture: [],
      };
      await expect(writeTarPart({ kind: 'stream', stream: bad, exclude: [] }, options)).rejects.toMatchObject({
        code: 'PACK_HOSTILE',
      });
      const good = Readable.from([rawTar(rawEntry({ name: 'fine' }, 'x'))]);
      const next = {
        ...partAt(join(home.path, `good${i}`)),
        indexFile: join(home.path, `good-index${i}`),
        capture: ['fine'],
      };
      const part = await writeTarPart({ kind: 'stream', stream: good, exclude: [] }, next);
      expect(part).toMatchObject({ entries: 2, captured: { fine: 'x' } });
    }
  });
});

describe('what is cut out of a stream', () => {
  test('what a glob names, with all below it, and our own folders', async () => {
    const { names, omitted } = await cut(
      ['cache', '*.log'],
      folder('cache/'),
      rawEntry({ name: 'cache/x' }, 'x'),
      rawEntry({ name: 'a.log' }, 'x'),
      rawEntry({ name: 'b' }, 'x'),
      folder('.lifeboat-staging-1/'),
    );
    expect(names).toEqual(['./', 'b']);
    expect(omitted).toEqual([]);
  });

  test('devices, which are named', async () => {
    const { names, omitted } = await cut([], rawEntry({ name: 'null', type: '3' }), rawEntry({ name: 'b' }, 'x'));
    expect(names).toEqual(['./', 'b']);
    expect(omitted).toEqual([{ path: 'null', reason: 'device' }]);
  });

  test('a file that stays but has its content under a name that is cut out fails the part', async () => {
    const cutting = cut(
      ['cache'],
      rawEntry({ name: 'cache' }, 'content'),
      rawEntry({ name: 'kept', type: '1', link: 'cache' }),
    );
    await expect(cutting).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE', params: { path: 'kept' } });
  });
});

test.each(['folder', 'stream'])('a process that has written a part from a %s ends by itself', async (kind) => {
  await using home = await testFolder();
  fillSource(join(home.path, 'source'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/write-one-part.ts'), kind, home.path], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(existsSync(join(home.path, 'part'))).toBe(true);
});
