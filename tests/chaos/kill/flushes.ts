import { lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isPackName } from '../../../electron/core/archive/pack-name.ts';

/**
 * What a power cut could still take away, which no SIGKILL shows: a file that was not flushed since it was written last
 * must not get its name, and the folder of that name must be flushed before the step counts as done.
 */
export class Flushes {
  readonly #tell: (fault: string) => void;
  /** Path, and what the file was when it was flushed. */
  readonly #flushed = new Map<string, string>();
  /** Folders with a new name that is not flushed. */
  readonly #named = new Map<string, string>();

  constructor(tell: (fault: string) => void) {
    this.#tell = tell;
  }

  synced(path: string): void {
    this.#named.delete(path);
    this.#flushed.set(path, stampOf(path));
  }

  renaming(from: string): void {
    if (!gives(from)) return;
    for (const file of filesBelow(from))
      if (this.#flushed.get(file) !== stampOf(file)) this.#tell(`${file} was not flushed before it got its name`);
  }

  renamed(from: string, to: string): void {
    if (gives(from)) this.#named.set(dirname(to), to);
  }

  stepDone(): void {
    for (const to of this.#named.values()) this.#tell(`the name ${to} was not flushed when its step was done`);
    this.#named.clear();
  }
}

/** Whether a rename from there gives something whole its name: a pack, an export, a ledger's file. */
function gives(from: string): boolean {
  const isWork = /\/_tmp\/job_|\/\.lifeboat-export-/u.test(from) && !from.endsWith('.copy');
  return isWork || (from.endsWith('.tmp') && !isPackName(from));
}

function stampOf(path: string): string {
  const { size, mtimeNs, ino } = lstatSync(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

function filesBelow(path: string): string[] {
  if (!lstatSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
