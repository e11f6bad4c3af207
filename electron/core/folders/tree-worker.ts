import { rmSync } from 'node:fs';
import { type WalkRules, walkFolder } from './folder-walk.ts';
import { answerWith, questions } from './worker-answers.ts';
import { fileFailure } from '../file-failure.ts';

export type TreeQuestion =
  | { readonly task: 'size'; readonly rules: WalkRules }
  | { readonly task: 'remove'; readonly paths: readonly string[] };

export interface FolderSize {
  readonly bytes: number;
  readonly entries: number;
}

function sizeOf(rules: WalkRules): FolderSize {
  const linked = new Set<string>();
  let bytes = 0;
  let entries = 0;
  for (const entry of walkFolder(rules, () => undefined)) {
    entries += 1;
    if (entry.nlink > 1 && entry.type === 'file') {
      const id = `${entry.dev}:${entry.ino}`;
      if (linked.has(id)) continue;
      linked.add(id);
    }
    bytes += entry.size;
  }
  return { bytes, entries };
}

function remove(path: string): void {
  try {
    // The synchronous one: the other reads names as UTF-8 and leaves behind what is not.
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw fileFailure(error, path);
  }
}

function answer(question: TreeQuestion): FolderSize | null {
  if (question.task === 'size') return sizeOf(question.rules);
  for (const path of question.paths) remove(path);
  return null;
}

questions.on('message', (question: TreeQuestion) => answerWith(() => answer(question)));
