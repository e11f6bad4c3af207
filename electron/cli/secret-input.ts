import { readFile } from 'node:fs/promises';
import { AppError, detailOf } from '../core/errors.ts';
import type { Shell } from './shell.ts';
import { absolute } from './verb.ts';

/**
 * A secret that no command line ever holds: from a file, from standard input (`-`), or typed by a person. Its last
 * line end is not part of it. Undefined when no file is named and nobody can be asked. FILE_FAILED.
 */
export async function secretInput(
  shell: Shell,
  file: string | undefined,
  question: string,
): Promise<string | undefined> {
  const { prompts, readInput } = shell.terminal;
  if (file === undefined) return prompts?.secret(question);
  const text = file === '-' ? await readInput() : await contentOf(absolute(shell, file));
  return text.replace(/\r?\n$/u, '');
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError('FILE_FAILED', { path, detail: detailOf(error) }, { cause: error });
  }
}
