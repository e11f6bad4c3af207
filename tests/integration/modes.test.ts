import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { expectCommand } from '../support/command.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { docker } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';
import {
  type BackupAnswer,
  type Lifeboat,
  lifeboat,
  previewAnswer,
  rollbackAnswer,
  volumePath,
} from '../support/lifeboat.ts';
import { engineState, worldState } from '../support/snapshot.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { listTree } from '../support/tree-listing.ts';

const host = dockerHost();
const image = inject('busyboxImage');
const oddName = '数据 "quoted" \'single\'\nnew line';

/** Its image is its own, so that a test may remove it. */
const compose = (own: string): string => `
version: "3.8"
services:
  app:
    image: ${own}
    volumes: ["data:/data"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
  init: { image: "${own}", command: ["true"], depends_on: [app] }
volumes: { data: {} }
`;

describe('modes, formats and names', () => {
  let stack: ComposeStack;
  let home: TempHome;
  let boat: Lifeboat;
  let data: string;
  const own = `lifeboat-test/own-${process.pid}:1`;
  const name = '我的 "wiki" – it\'s mine';
  const resources = new AsyncDisposableStack();
  beforeAll(async () => {
    // An image of its own layer, not a second name of the one that all tests share.
    const made = (await docker(host, 'create', '--network', 'none', image)).trim();
    await docker(host, 'commit', '--change', 'LABEL own=yes', made, own);
    await docker(host, 'rm', made);
    stack = resources.use(await startComposeStack({ host, compose: compose(own) }));
    home = resources.use(await tempHome());
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    data = await volumePath(host, `${stack.project}_data`);
    await mkdir(join(data, oddName));
    await writeFile(join(data, oddName, '文件\n"x"'), '内容');
    const args = ['--compose', stack.composeFile, '--name', name, '--storage', join(home.beside, '备份 "packs"')];
    await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  test('a dry run and a plan write nothing: not to Docker, the stack, the storage', async () => {
    const good = await boat.backup(name);
    const places = [home.beside, stack.folder, data];
    const before = await worldState(host, places);
    const preview = await boat.answer(previewAnswer, 'backup', name, '--dry-run');
    expect(preview.stops.map(({ service }) => service)).toEqual(['app']);
    expect(preview.ignores).toEqual([{ service: 'init', reason: 'one-shot' }]);
    expect(preview.refusals).toEqual([]);
    await boat.answer(z.looseObject({ worldHash: z.string() }), 'plan', good.id);
    await boat.answer(z.looseObject({}), 'plan', good.id, '--data-only', '--only', 'volume/data');
    expect(await worldState(host, places)).toEqual(before);
    expect((await boat.list(name)).map(({ id }) => id)).toEqual([good.id]);
  });

  test('hot: nothing is stopped, and it is said to be crash-consistent', async () => {
    const before = await engineState(host);
    const end = await boat.run('backup', name, '--mode', 'hot');
    expect(end.stdout).toMatch(/crash/iu);
    expect(await engineState(host)).toEqual(before);
    const [hot] = await boat.list(name);
    expect(hot).toMatchObject({ mode: 'hot', status: 'succeeded', verified: true, stopWindowMs: null });
    expect(await readFile(join(hot?.path ?? '', 'RESTORE.md'), 'utf8')).toMatch(/crash/iu);
  });

  test.for([
    ['gzip', '0', 'gz'],
    ['gzip', '9', 'gz'],
    ['zstd', '1', 'zst'],
    ['zstd', '19', 'zst'],
  ] as const)('%s at level %s is opened by the ordinary tools', async ([format, level, extension]) => {
    const { path } = await boat.backup(name, '--mode', 'hot', '--format', format, '--level', level);
    await expectCommand('sha256sum', ['--check', '--strict', '--quiet', 'checksums/SHA256SUMS'], { cwd: path ?? '' });
    const tool = format === 'gzip' ? 'gzip' : 'zstd';
    await expectCommand(tool, ['--test', '--quiet', `volumes/data.tar.${extension}`], { cwd: path ?? '' });
    const args = ['-tf', `volumes/data.tar.${extension}`, '--quoting-style=literal', '--show-transformed-names'];
    expect(await expectCommand('tar', args, { cwd: path ?? '' })).toContain(`${oddName}/文件\n"x"`);
  });

  test('backups that begin in one second have names of their own; so have their packs', async () => {
    const names: string[] = [];
    // One after another: the stack is busy otherwise. They are quick enough to share a second now and then.
    for (let n = 0; n < 3; n += 1) names.push((await boat.backup(name, '--mode', 'hot')).name);
    expect(new Set(names).size).toBe(3);
    const [slug = ''] = await readdir(join(home.beside, '备份 "packs"'));
    const packs = (await readdir(join(home.beside, '备份 "packs"', slug))).filter((entry) => entry !== '_tmp');
    expect(packs).toEqual(expect.arrayContaining(names));
  });

  test('names with quotes, newlines and Chinese come back as they were', async () => {
    const [good] = (await boat.list(name)).filter(({ mode }) => mode === 'cold');
    const before = (await listTree(data)).map((line) => line.replace(/\t\d{10}\d{9}\t/u, '\t'));
    await rm(join(data, oddName), { recursive: true });
    const { jobId } = await boat.answer(rollbackAnswer, 'rollback', good?.id ?? '', '--only', 'volume/data', '--yes');
    await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
    expect((await listTree(data)).map((line) => line.replace(/\t\d{10}\d{9}\t/u, '\t'))).toEqual(before);
    expect(await readFile(join(data, oddName, '文件\n"x"'), 'utf8')).toBe('内容');
  });

  describe('with images', () => {
    let backup: BackupAnswer;

    test('every layer of every image is in the pack', async () => {
      backup = await boat.backup(name, '--images');
      const cwd = backup.path ?? '';
      const part = 'images/images.tar.zst';
      const list = z
        .array(z.object({ Config: z.string(), RepoTags: z.array(z.string()), Layers: z.array(z.string()).min(1) }))
        .parse(JSON.parse(await expectCommand('tar', ['-xOf', part, 'manifest.json'], { cwd })));
      expect(list.flatMap(({ RepoTags: tags }) => tags)).toEqual([own]);
      const members = new Set((await expectCommand('tar', ['-tf', part], { cwd })).split('\n'));
      for (const member of list.flatMap(({ Config: config, Layers: layers }) => [config, ...layers])) {
        expect(members).toContain(member);
      }
    });

    test('a rollback loads an image that was removed', async () => {
      const id = (await docker(host, 'images', '--quiet', '--no-trunc', own)).trim();
      await docker(host, 'rmi', '--force', own);
      expect(await docker(host, 'images', '--quiet', own)).toBe('');
      const { replaced, jobId } = await boat.answer(rollbackAnswer, 'rollback', backup.id, '--yes');
      await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
      expect(replaced).toContain('image/images');
      expect((await docker(host, 'images', '--quiet', '--no-trunc', own)).trim()).toBe(id);
      expect((await stack.container('app')).State.Running).toBe(true);
    });
  });
});
