import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findBackup } from './backup-lookup.ts';
import { addStack } from './stack-registry.ts';
import { makeEngine } from './testing/engine-fixture.ts';

it('a name or `latest` that means backups of several stacks is refused until the stack is named', async () => {
  await using engine = await makeEngine();
  const { context, directory, stack } = engine;
  const folder = join(directory, 'blog');
  await mkdir(folder);
  const other = await addStack(context, { folders: [folder], name: 'blog', storage: join(directory, 'storage') });
  const first = await engine.backUp();
  const second = await engine.backUp(other);
  context.catalog.backups.update(second.id, { name: first.name });

  for (const reference of ['latest', first.name]) {
    const refusal = { code: 'BACKUP_AMBIGUOUS', params: { backup: reference } };
    expect(() => findBackup(context, reference)).toThrow(expect.objectContaining(refusal));
    expect(findBackup(context, reference, stack.name).id).toBe(first.id);
    expect(findBackup(context, reference, other.id).id).toBe(second.id);
  }
  expect(findBackup(context, second.id).id).toBe(second.id);
});
