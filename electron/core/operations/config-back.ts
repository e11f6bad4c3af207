import { createHash } from 'node:crypto';
import { chmod, chown, copyFile, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ConfigFile, Manifest } from '../archive/manifest.ts';
import { syncFolder } from '../durable-file.ts';
import { AppError } from '../errors.ts';
import { errnoOf, fileFailure } from '../file-failure.ts';
import { isThere } from '../file-presence.ts';
import { renameFree } from '../rename-free.ts';

/** As much of a pack as its configuration needs. */
export interface ConfigPack {
  readonly path: string;
  readonly manifest: Pick<Manifest, 'name' | 'config'>;
}

/** A file that was put back, and where what was there is now; null when nothing was. */
export interface ReplacedFile {
  readonly path: string;
  readonly aside: string | null;
}

/**
 * Puts the compose files and `.env` back as they are in a pack, and a `.env` that was not there then aside: everything
 * that says how containers are made is as it was. What is replaced stays beside it as `<name>.after-<mark>`. Each file
 * is the old one or the new one at every moment; may run again. PACK_CORRUPT, FILE_FAILED. Returns
 * what was changed.
 */
export async function putConfigBack(pack: ConfigPack, directory: string | null, mark: string): Promise<ReplacedFile[]> {
  const changed: ReplacedFile[] = [];
  for (const file of pack.manifest.config) {
    const replaced = await putBack(pack, file, mark);
    if (replaced !== null) changed.push(replaced);
  }
  const dotenv = directory === null ? null : join(directory, '.env');
  const known = pack.manifest.config.some(({ location }) => location === dotenv);
  if (dotenv !== null && !known && (await isThere(dotenv))) {
    const aside = await freeName(dotenv, mark);
    await renameFree(dotenv, aside);
    await syncFolder(dirname(dotenv));
    changed.push({ path: dotenv, aside });
  }
  return changed;
}

/** Takes `putConfigBack` back: what it replaced is in its place again. FILE_FAILED. */
export async function takeConfigBack(changed: readonly ReplacedFile[]): Promise<void> {
  for (const { path, aside } of changed.toReversed()) {
    try {
      if (aside === null) await rm(path, { force: true });
      else await rename(aside, path);
      await syncFolder(dirname(path));
    } catch (error) {
      throw fileFailure(error, path);
    }
  }
}

/** Null when the file is as it was. */
async function putBack(pack: ConfigPack, file: ConfigFile, mark: string): Promise<ReplacedFile | null> {
  const content = await readFile(join(pack.path, file.part));
  if (sha256(content) !== file.sha256)
    throw new AppError('PACK_CORRUPT', { pack: pack.manifest.name, part: file.part, detail: 'it has another content' });
  try {
    // Through a link to the file that it names: that is what was captured.
    const target = (await isThere(file.location)) ? await realpath(file.location) : file.location;
    const present = await readFile(target).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (present !== null && sha256(present) === file.sha256) return null;
    const aside = present === null ? null : await freeName(target, mark);
    if (aside !== null) await copyDurably(target, aside);
    await replace(target, content, file);
    return { path: target, aside };
  } catch (error) {
    throw fileFailure(error, file.location);
  }
}

/** There is no other copy of it once its original is replaced: it must survive a power cut by then. */
async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  {
    await using handle = await open(to, 'r+');
    await handle.sync();
  }
  await syncFolder(dirname(to));
}

async function replace(target: string, content: Uint8Array, { file }: ConfigFile): Promise<void> {
  const directory = dirname(target);
  const temporary = join(directory, `.${basename(target)}.lifeboat-tmp`);
  await using _leftover = { [Symbol.asyncDispose]: () => rm(temporary, { force: true }) };
  await rm(temporary, { force: true });
  {
    await using handle = await open(temporary, 'wx', 0o600);
    await handle.writeFile(content);
    await handle.sync();
  }
  // Without the right to give it away it stays with who runs this, who could not have read it otherwise.
  await chown(temporary, file.uid, file.gid).catch(() => undefined);
  await chmod(temporary, file.mode);
  await rename(temporary, target);
  await syncFolder(directory);
}

async function freeName(path: string, mark: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = `${path}.after-${mark}${n === 1 ? '' : `-${n}`}`;
    if (!(await isThere(name))) return name;
  }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
