import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fillSource, makePack } from '../../../electron/core/archive/testing/small-pack.ts';
import type { Files } from './damage.ts';

/** A form that a pack can have. */
export interface PackForm {
  readonly name: string;
  /** Makes one below `storage` of the files below `source`; resolves to its path. */
  readonly make: (storage: string, source: string) => Promise<string>;
}

const config = {
  'compose.yaml': 'services:\n  app:\n    image: example/app:1.2\n    env_file: app.env\n',
  'app.env': 'COLOUR=blue\nLEVEL=3\n',
};

/** Every form of which each byte is held to be found when it changes. */
export const packForms: readonly PackForm[] = (['zstd', 'gzip'] as const).map((format) => ({
  name: `plain ${format}`,
  make: async (storage, source) => (await makePack(storage, source, { format, config })).path,
}));

/** What the packs hold: enough for two frames. */
export function fillLargeSource(root: string): void {
  mkdirSync(root, { recursive: true });
  fillSource(root);
  const lines = Array.from({ length: 130_000 }, (_, line) => `line ${line} of it\n`);
  writeFileSync(join(root, 'large'), lines.join(''));
}

/** Every file of a pack. */
export async function filesOfPack(path: string): Promise<Files> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(relative(path, file), await readFile(file));
  }
  return files;
}
