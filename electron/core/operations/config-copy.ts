import { createHash } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Source } from '../../../shared/model/stack.ts';
import type { ConfigFile } from '../archive/manifest.ts';
import { partPath } from '../archive/pack-name.ts';
import { AppError, detailOf } from '../errors.ts';

// Configuration is text that people write; a larger file is data that was bound as configuration.
const largestConfig = 16 * 1024 * 1024;

/** Captures a stack's configuration files plain into `config/` of the unfinished pack. `topLevel`: the compose files and `.env`. */
export async function copyConfig(
  sources: readonly Source[],
  topLevel: ReadonlySet<string>,
  folder: string,
): Promise<ConfigFile[]> {
  const taken = new Set<string>();
  const files: ConfigFile[] = [];
  if (sources.length > 0) await mkdir(join(folder, 'config'), { recursive: true, mode: 0o700 });
  for (const source of sources) files.push(await copyOne(source, topLevel, folder, taken));
  return files;
}

async function copyOne(
  source: Source,
  topLevel: ReadonlySet<string>,
  folder: string,
  taken: Set<string>,
): Promise<ConfigFile> {
  const { content, stat } = await readConfig(source.location);
  const name = basename(source.location);
  // A leading dot would be cut from `.env`, which is how people know it.
  const part =
    name === '.env' && !taken.has('config/.env')
      ? 'config/.env'
      : partPath('config', source.name.replaceAll('/', '-'), '', taken);
  taken.add(part);
  await writeFile(join(folder, part), content, { flag: 'wx', mode: 0o600 });
  return {
    source: source.id,
    location: source.location,
    part,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    file: {
      mode: Number(stat.mode) & 0o7777,
      uid: Number(stat.uid),
      gid: Number(stat.gid),
      mtime: stat.mtimeNs.toString(),
    },
    topLevel:
      topLevel.has(source.location) ||
      (name === '.env' && [...topLevel].some((file) => dirname(file) === dirname(source.location))),
  };
}

async function readConfig(path: string) {
  try {
    // By one handle: a link that is turned to another file meanwhile must not mix the two.
    await using file = await open(path);
    const stat = await file.stat({ bigint: true });
    if (stat.size > largestConfig) throw new Error(`it has ${stat.size} bytes, too many for a configuration file`);
    return { content: await file.readFile(), stat };
  } catch (error) {
    throw new AppError('SOURCE_UNREADABLE', { path, detail: detailOf(error) }, { cause: error });
  }
}
