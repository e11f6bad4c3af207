import { execFileSync } from 'node:child_process';
import { mkdir, mkdtempDisposable, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { composeDefinition, normalProjectName } from './compose-project.ts';
import { inspectComposeStack } from './stacks.ts';

async function folderWith(files: Readonly<Record<string, string>>) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'lb-compose-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return folder;
}

describe('a stack made from a compose file', () => {
  test('is named by the file, by .env, or by its folder, in that order', async () => {
    const file = 'My App!/compose.yaml';
    await using named = await folderWith({
      [file]: 'name: Shop\nservices: {}\n',
      'My App!/.env': 'COMPOSE_PROJECT_NAME=env\n',
    });
    await using byEnv = await folderWith({ [file]: 'services: {}\n', 'My App!/.env': 'COMPOSE_PROJECT_NAME=env\n' });
    await using byFolder = await folderWith({ [file]: 'services: {}\n' });
    const projects = [named, byEnv, byFolder].map(({ path }) => composeDefinition(join(path, file)));
    expect((await Promise.all(projects)).map(({ project }) => project)).toEqual(['shop', 'env', 'myapp']);
  });

  test('has the override beside it, as Compose would', async () => {
    await using folder = await folderWith({
      'compose.yaml': 'services: {}',
      'compose.override.yml': 'name: x',
      'other.yaml': 'services: {}',
    });
    const { files, project } = await composeDefinition(join(folder.path, 'compose.yaml'));
    expect([files, project]).toEqual([
      [join(folder.path, 'compose.yaml'), join(folder.path, 'compose.override.yml')],
      'x',
    ]);
    expect((await composeDefinition(join(folder.path, 'other.yaml'))).files).toHaveLength(1);
  });

  test('is known without an engine: volumes, binds and configuration', async () => {
    await using folder = await folderWith({
      'compose.yaml':
        'services: { db: { image: x, volumes: ["data:/d", "./files:/f", "./gone:/g"], env_file: a.env } }',
      'files/one': '1',
      'a.env': 'A=1',
      '.env': 'B=2',
    });
    const definition = await composeDefinition(join(folder.path, 'compose.yaml'), ['cache/**']);
    const { sources, notes, services } = await inspectComposeStack(null, definition);
    expect(services).toEqual([]);
    expect(sources.map(({ id, location }) => [id, location])).toEqual([
      ['volume/data', `${definition.project}_data`],
      ['bind/files', join(folder.path, 'files')],
      ['config/.env', join(folder.path, '.env')],
      ['config/a.env', join(folder.path, 'a.env')],
      ['config/compose.yaml', join(folder.path, 'compose.yaml')],
    ]);
    expect(sources[0]?.exclude).toEqual(['cache/**']);
    expect(notes).toEqual([{ kind: 'missing-bind', subject: join(folder.path, 'gone') }]);
  });

  test('needs a file that is there, ordinary, and small', async () => {
    await using folder = await folderWith({
      'real.yaml': 'services: {}',
      'large.yaml': `x: "${'x'.repeat(1024 * 1024)}"`,
    });
    const at = (name: string): string => join(folder.path, name);
    execFileSync('mkfifo', [at('fifo.yaml')]);
    await symlink('real.yaml', at('link.yaml'));
    await expect(composeDefinition(at('gone.yaml'))).rejects.toMatchObject({ code: 'COMPOSE_FILE_MISSING' });
    for (const name of ['fifo.yaml', 'large.yaml', '.']) {
      await expect(composeDefinition(at(name))).rejects.toMatchObject({ code: 'COMPOSE_FILE_INVALID' });
    }
    expect((await composeDefinition(at('link.yaml'))).files).toEqual([at('link.yaml')]);
  });
});

test.for([
  ['My App!', 'myapp'],
  ['_-x_1', 'x_1'],
  ['上海', ''],
] as const)('the project name of %s is %s', ([name, expected]) => {
  expect(normalProjectName(name)).toBe(expected);
});
