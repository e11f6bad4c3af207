import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ManifestPart } from './manifest.ts';
import { restoreText } from './restore-text.ts';
import { fillSource, makePack, manifestOf, testFolder } from './testing/small-pack.ts';

/** The commands of a RESTORE.md, as somebody copies them: every indented line. */
function commandsOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('    '))
    .map((line) => line.slice(4));
}

const tree = (root: string) =>
  execFileSync('sh', [
    '-c',
    'cd "$1" && find . ! -name app.db -printf "%p %y %m %U:%G %s %T@ %l %n\\n" | sort && find . -type f ! -name app.db -exec sha256sum {} + | sort',
    'sh',
    root,
  ]).toString();

describe('RESTORE.md', () => {
  test.each(['zstd', 'gzip'] as const)(
    'of a %s pack: its commands bring back the folder and the database',
    async (format) => {
      await using home = await testFolder();
      const source = join(home.path, `shop's "data" & more`);
      mkdirSync(source);
      fillSource(source);
      const before = tree(source);
      const pack = await makePack(join(home.path, 'storage'), source, { format });
      renameSync(source, join(home.path, 'aside'));
      const text = readFileSync(join(pack.path, 'RESTORE.md'), 'utf8');
      writeFileSync(join(home.path, 'script'), `set -eu\n${commandsOf(text).join('\n')}\n`);
      execFileSync('sh', [join(home.path, 'script')], { cwd: pack.path, stdio: 'pipe' });
      // The database comes last and lies inside the folder here, so it alone may change the folder's time.
      expect(tree(source).split('\n').slice(1)).toEqual(before.split('\n').slice(1));
      expect(readFileSync(join(source, 'app.db'), 'latin1').slice(0, 15)).toBe('SQLite format 3');
      expect(statSync(join(source, 'app.db')).mode & 0o777).toBe(0o640);
    },
  );

  const digest = { rawBytes: 1, storedBytes: 1, rawSha256: 'a'.repeat(64), storedSha256: 'a'.repeat(64) };
  const index = { part: 'index/x', digest };
  const base = { source: 'x', name: 'x', codec: 'zstd', level: 3, digest } as const;
  const ofFolder = { ...base, entries: 1, omitted: [], exclude: [], index, volume: null };

  const server = { engine: 'postgresql', service: 'db', version: '15.14' } as const;
  const dumpAt = (file: string) => ({ location: 'postgresql://db/x', part: `db/${file}` });

  test.each<[string, ManifestPart, readonly string[]]>([
    [
      'a volume',
      {
        kind: 'volume',
        ...ofFolder,
        location: 'pg data',
        part: 'volumes/p.tar.zst',
        singleFile: false,
      },
      ["docker volume create 'pg data'", `zstd -dc volumes/p.tar.zst | docker cp -a - "$ID":/restore`],
    ],
    [
      'a single file',
      {
        kind: 'bind',
        ...ofFolder,
        location: '/etc/app.conf',
        part: 'files/a.tar.zst',
        singleFile: true,
      },
      ["mkdir -p '/etc' && zstd -dc files/a.tar.zst | tar -x -p --same-owner -f - -C '/etc'"],
    ],
    [
      'a file at the top',
      {
        kind: 'bind',
        ...ofFolder,
        location: '/app.conf',
        part: 'files/a.tar.zst',
        singleFile: true,
      },
      ["mkdir -p '/' && zstd -dc files/a.tar.zst | tar -x -p --same-owner -f - -C '/'"],
    ],
    [
      'images',
      { kind: 'image', ...base, location: '', part: 'images/images.tar.zst', entries: 1, index, images: [] },
      ['zstd -dc images/images.tar.zst | docker load'],
    ],
    [
      'a PostgreSQL database',
      {
        kind: 'database',
        ...base,
        ...dumpAt('db.sql.zst'),
        database: { ...server, name: "it's", rows: [], holds: [] },
      },
      [
        `docker compose -p '' exec -T 'db' sh -c 'exec createdb -U "\${POSTGRES_USER:-postgres}" -T template0 "$1"' sh 'it'\\''s_restored'`,
        `zstd -dc db/db.sql.zst | docker compose -p '' exec -T 'db' sh -c 'exec psql -X -q -v ON_ERROR_STOP=1 -U "\${POSTGRES_USER:-postgres}" -d "$1"' sh 'it'\\''s_restored'`,
      ],
    ],
    [
      'the roles of its server',
      { kind: 'roles', ...base, ...dumpAt('roles.sql.zst'), ...server },
      [
        `zstd -dc db/roles.sql.zst | docker compose -p '' exec -T 'db' sh -c 'exec psql -X -U "\${POSTGRES_USER:-postgres}" -d postgres' sh`,
      ],
    ],
  ])('of %s', (_what, part, commands) => {
    const text = restoreText({ ...manifestOf('pack', []), parts: [part] });
    for (const command of commands) expect(commandsOf(text)).toContain(command);
    const needed = text.split('\n').find((line) => line.startsWith('It needs')) ?? '';
    expect(needed.includes('`docker`')).toBe(commands.some((command) => command.includes('docker')));
  });

  test('names the second container of a service as compose does, and says when databases are in it twice', () => {
    const image = { image: 'x', imageId: 'x', digest: null };
    const dumpOf = (service: string): ManifestPart => ({
      kind: 'database',
      ...base,
      ...dumpAt(`${service}.sql.zst`),
      database: { ...server, service, name: 'x', rows: [], holds: ['x'] },
    });
    const textWith = (...names: readonly string[]): string =>
      restoreText({
        ...manifestOf('pack', []),
        parts: [dumpOf('db-2')],
        compose: { project: 'shop', services: names.map((service) => ({ ...image, service })) },
      });
    expect(textWith('db')).toContain("docker compose -p 'shop' exec -T --index 2 'db' sh -c 'exec psql");
    expect(textWith('db')).toContain("docker compose -p 'shop' start 'db'\n");
    expect(textWith('db', 'db-2')).toContain("docker compose -p 'shop' exec -T 'db-2' sh -c 'exec psql");
    expect(textWith('db')).toContain('in it twice');
    expect(restoreText({ ...manifestOf('pack', []), parts: [{ ...dumpOf('db'), source: 'y' }] })).not.toContain(
      'twice',
    );
  });

  test('every text in it that comes from a stack is one word for the shell', () => {
    const evil = `/x'; touch /tmp/evil; '`;
    const part: ManifestPart = {
      kind: 'folder',
      ...base,
      location: evil,
      part: 'files/a.tar.zst',
      entries: 1,
      omitted: [],
      exclude: [],
      singleFile: false,
      index,
      volume: null,
    };
    const line =
      commandsOf(restoreText(manifestOf('pack', [part]))).find((command) => command.startsWith('mkdir')) ?? '';
    const word = line.slice('mkdir -p '.length, line.indexOf(' && '));
    expect(execFileSync('sh', ['-c', `printf %s ${word}`]).toString()).toBe(evil);
  });
});
