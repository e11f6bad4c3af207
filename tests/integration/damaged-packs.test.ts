import { createHash } from 'node:crypto';
import { cp, open, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { type ErrorCode, errorTable } from '../../shared/errors.ts';
import { exitCode } from '../../shared/exit-codes.ts';
import { canonicalJson } from '../../electron/core/archive/canonical-json.ts';
import { startComposeStack } from '../support/compose-stack.ts';
import { dockerHost } from '../support/docker-host.ts';
import { type BackupAnswer, type Lifeboat, lifeboat, volumePath } from '../support/lifeboat.ts';
import { worldState } from '../support/snapshot.ts';
import { tempHome } from '../support/temp-home.ts';

const host = dockerHost();
const image = inject('busyboxImage');
const compose = `
version: "3.8"
services:
  app: { image: "${image}", volumes: ["data:/data"] }
volumes: { data: {} }
`;

async function flipBit(file: string, at: number): Promise<void> {
  await using handle = await open(file, 'r+');
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
  await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, at);
}

/** Changes the manifest, and makes DONE agree: what a careful forger or a later Lifeboat would write. */
async function rewriteManifest(pack: string, change: (manifest: Record<string, unknown>) => void): Promise<void> {
  const file = join(pack, 'manifest.json');
  const manifest = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')));
  change(manifest);
  const text = canonicalJson(manifest);
  await writeFile(file, text);
  const done = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(join(pack, 'DONE'), 'utf8')));
  const manifestSha256 = createHash('sha256').update(text).digest('hex');
  await writeFile(join(pack, 'DONE'), canonicalJson({ ...done, manifestSha256 }));
}

describe('a pack that is not what it was', () => {
  let boat: Lifeboat;
  let good: BackupAnswer;
  let other: BackupAnswer;
  let pack: string;
  let spare: string;
  let data: string;
  const resources = new AsyncDisposableStack();

  beforeAll(async () => {
    const stack = resources.use(await startComposeStack({ host, compose }));
    const home = resources.use(await tempHome());
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    data = await volumePath(host, `${stack.project}_data`);
    await writeFile(join(data, 'content'), 'before'.repeat(10_000));
    for (const name of ['app', 'other']) {
      const args = ['--compose', stack.composeFile, '--name', name, '--storage', home.beside];
      await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
    }
    good = await boat.backup('app');
    other = await boat.backup('other');
    pack = good.path ?? '';
    spare = join(home.beside, 'spare');
    await cp(pack, spare, { recursive: true, preserveTimestamps: true });
    await writeFile(join(data, 'content'), 'after');
  });
  beforeEach(async () => {
    await rm(pack, { recursive: true, force: true });
    await cp(spare, pack, { recursive: true, preserveTimestamps: true });
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  const part = 'volumes/data.tar.zst';
  const cases: readonly (readonly [string, () => Promise<void>, ErrorCode, ErrorCode])[] = [
    ['a flipped bit in a part', () => flipBit(join(pack, part), 100), 'PACK_CORRUPT', 'PACK_CORRUPT'],
    [
      'a flipped bit in an index',
      () => flipBit(join(pack, 'index/volumes.data.tar.zst.ndjson.zst'), 40),
      'PACK_CORRUPT',
      'PACK_CORRUPT',
    ],
    ['a part that is cut short', () => truncate(join(pack, part), 90), 'PACK_INCOMPLETE', 'PACK_INCOMPLETE'],
    ['a part that is gone', () => rm(join(pack, part)), 'PACK_INCOMPLETE', 'PACK_INCOMPLETE'],
    ['a file too many', () => writeFile(join(pack, 'volumes/extra'), 'x'), 'PACK_INCOMPLETE', 'PACK_INCOMPLETE'],
    ['a changed manifest', () => writeFile(join(pack, 'manifest.json'), '{}'), 'PACK_INCOMPLETE', 'PACK_INCOMPLETE'],
    [
      'a forged manifest',
      () => rewriteManifest(pack, (manifest) => Object.assign(manifest, { parts: [{ part: '../../etc/passwd' }] })),
      'PACK_MANIFEST_INVALID',
      'PACK_MANIFEST_INVALID',
    ],
    [
      'a version that this Lifeboat does not know',
      () => rewriteManifest(pack, (manifest) => Object.assign(manifest, { formatVersion: 99 })),
      'PACK_FUTURE_VERSION',
      'PACK_FUTURE_VERSION',
    ],
    ['no DONE', () => rm(join(pack, 'DONE')), 'BACKUP_FILES_MISSING', 'BACKUP_FILES_MISSING'],
    ['no pack at all', () => rm(pack, { recursive: true }), 'BACKUP_FILES_MISSING', 'BACKUP_FILES_MISSING'],
  ];

  test.for(cases)(
    '%s: found by verify and by rollback, which stops nothing and changes nothing',
    async ([, damage, atVerify, atRollback]) => {
      await damage();
      const before = await worldState(host, [data]);
      await boat.refusal(errorTable[atRollback].exit, atRollback, 'rollback', good.id, '--yes');
      expect(await worldState(host, [data])).toEqual(before);
      await boat.refusal(errorTable[atVerify].exit, atVerify, 'verify', good.id);
      if (atVerify !== 'PACK_CORRUPT') return;
      const marked = (await boat.list('app')).find(({ id }) => id === good.id);
      expect(marked).toMatchObject({ verified: false, errorCode: 'PACK_CORRUPT' });
    },
  );

  test('a pack of another stack in its place is not taken for it', async () => {
    await rm(pack, { recursive: true });
    await cp(other.path ?? '', pack, { recursive: true });
    const before = await worldState(host, [data]);
    await boat.refusal(exitCode.refused, 'PACK_FOREIGN', 'rollback', good.id, '--yes');
    expect(await worldState(host, [data])).toEqual(before);
  });

  test('a corrupt part is named, in both languages, and a pack that is moved away is shown as missing', async () => {
    await flipBit(join(pack, part), 120);
    const english = await boat.refusal(exitCode.integrity, 'PACK_CORRUPT', 'verify', good.id);
    expect(english.params).toMatchObject({ pack: good.name, part });
    const chinese = await lifeboat(boat.home, { DOCKER_HOST: host, LIFEBOAT_LANG: 'zh-CN' }).run('verify', good.id);
    expect(chinese.code).toBe(exitCode.integrity);
    expect(chinese.stderr).toMatch(/\p{Script=Han}/u);
    expect(chinese.stderr).toContain(part);
    await rename(pack, `${pack}-away`);
    expect((await boat.list('app')).find(({ id }) => id === good.id)?.missing).toBe(true);
    await rm(`${pack}-away`, { recursive: true });
  });
});
