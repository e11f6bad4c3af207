import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from './temp-folder.ts';

export interface TempHome extends AsyncDisposable {
  /** For LIFEBOAT_HOME. */
  readonly path: string;
  /** A folder beside it for storage, sources and whatever else a test makes. */
  readonly beside: string;
}

/** Lifeboat's state for one test; all of it is removed on disposal. */
export async function tempHome(): Promise<TempHome> {
  const folder = await tempFolder();
  const home = { path: join(folder.path, 'home'), beside: join(folder.path, 'beside') };
  await mkdir(home.path);
  await mkdir(home.beside);
  return { ...home, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}
