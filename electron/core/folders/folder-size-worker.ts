import { type WalkRules, walkFolder } from './folder-walk.ts';
import { answerQuestions } from './worker-answers.ts';

export type SizeQuestion = WalkRules;

export interface FolderSize {
  readonly bytes: number;
  readonly entries: number;
}

answerQuestions<SizeQuestion>((rules): FolderSize => {
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
});
