import type { TreeQuestion } from './tree-worker.ts';
import { openWorkerLine } from './worker-line.ts';

/** Removes a tree of any names in a worker; nothing there is fine, so it may run again. FILE_FAILED. */
export async function removeTree(path: string): Promise<void> {
  await using line = openWorkerLine(new URL('./tree-worker.ts', import.meta.url), null, null);
  const question: TreeQuestion = { task: 'remove', path };
  await line.ask(question);
}
