import { chmod, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Source } from '../../../shared/model/stack.ts';
import { copyConfig } from './config-copy.ts';

function configSource(location: string): Source {
  return { id: 'config/secret', kind: 'config', name: 'secret', location, exclude: [], singleFile: true };
}

test('a configuration file behind a link is kept with its own mode and time, not with those of the link', async () => {
  await using stack = new AsyncDisposableStack();
  const base = await mkdtemp(join(tmpdir(), 'lifeboat-config-'));
  stack.defer(async () => rm(base, { recursive: true, force: true }));
  const secret = join(base, 'secret.v2');
  await writeFile(secret, 'hunter2');
  await chmod(secret, 0o400);
  await utimes(secret, 1_600_000_000, 1_600_000_000);
  const link = join(base, 'secret');
  await symlink('secret.v2', link);
  await mkdir(join(base, 'pack'));
  const [file] = await copyConfig([configSource(link)], new Set(), join(base, 'pack'));
  expect(file).toMatchObject({
    location: link,
    bytes: 7,
    file: { mode: 0o400, mtime: (1_600_000_000n * 1_000_000_000n).toString() },
  });
  expect(await readFile(join(base, 'pack', file?.part ?? ''), 'utf8')).toBe('hunter2');
});

test('a link does not hide that a file is too large', async () => {
  await using stack = new AsyncDisposableStack();
  const base = await mkdtemp(join(tmpdir(), 'lifeboat-config-'));
  stack.defer(async () => rm(base, { recursive: true, force: true }));
  await writeFile(join(base, 'large'), Buffer.alloc(17 * 1024 * 1024));
  await symlink('large', join(base, 'link'));
  await expect(copyConfig([configSource(join(base, 'link'))], new Set(), base)).rejects.toMatchObject({
    code: 'SOURCE_UNREADABLE',
  });
});
