import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const name = 'story.json';

/**
 * Remembers, from before the damage until the proof, which backup makes the sample whole: a story that
 * was killed in between must not leave its damage as the next story's truth.
 */
export async function setMark(home: string, backupId: string): Promise<void> {
  await writeFile(join(home, name), JSON.stringify({ backupId }), { mode: 0o600, flush: true });
}

/** The backup of an interrupted story; null when there was none, or nothing legible is left of its mark. */
export async function readMark(home: string): Promise<string | null> {
  const text = await readFile(join(home, name), 'utf8').catch(() => '');
  return /^\{"backupId":"(?<id>[^"\\]+)"\}$/u.exec(text)?.groups?.['id'] ?? null;
}

/** Forgets the mark; may run twice. */
export async function clearMark(home: string): Promise<void> {
  await rm(join(home, name), { force: true });
}
