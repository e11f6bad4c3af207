import { chmod, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { removeDurably, writeDurably } from '../durable-file.ts';
import { AppError, detailOf } from '../errors.ts';
import { errnoOf } from '../file-failure.ts';
import type { SecretStore } from './secret-store.ts';

const Secrets = z.record(z.string(), z.string());

/** The file of `keyFileStore` below `home`. */
export function secretsFile(home: string): string {
  return join(home, 'secrets.json');
}

/**
 * Secrets as they are, in a file of mode 0600 in a folder of mode 0700. Nothing else protects them: a key that
 * encrypts them would have to lie beside them.
 */
export function keyFileStore(home: string): SecretStore {
  const file = secretsFile(home);
  let last: Promise<void> = Promise.resolve();

  const changeAfter = async (before: Promise<void>, act: (secrets: Map<string, string>) => boolean): Promise<void> => {
    await before;
    const secrets = new Map(Object.entries(await read(file)));
    if (!act(secrets)) return;
    if (secrets.size === 0) await removeDurably(file);
    else await write(file, Object.fromEntries(secrets));
  };
  // One after the other, each on what the one before has left.
  const change = async (act: (secrets: Map<string, string>) => boolean): Promise<void> => {
    const mine = changeAfter(last, act);
    last = mine.catch(() => undefined);
    await mine;
  };

  return {
    kind: 'key-file',
    get: async (name) => new Map(Object.entries(await read(file))).get(name) ?? null,
    set: (name, value) => change((secrets) => secrets.set(name, value).size > 0),
    remove: (name) => change((secrets) => secrets.delete(name)),
  };
}

async function read(file: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return {};
    throw new AppError('SECRETS_UNUSABLE', { detail: detailOf(error) }, { cause: error });
  }
  try {
    return Secrets.parse(JSON.parse(text));
  } catch {
    // Neither the text nor a parser's excerpt of it may reach a log.
    throw new AppError('SECRETS_UNUSABLE', { detail: `${file} is not what Lifeboat wrote` });
  }
}

async function write(file: string, secrets: Record<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // It may have been made by somebody else before.
  await chmod(dirname(file), 0o700);
  await writeDurably(file, `${JSON.stringify(secrets, null, 2)}\n`);
}
