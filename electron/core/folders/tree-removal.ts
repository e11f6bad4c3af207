import type { TreeQuestion } from './tree-worker.ts';
import { openWorkerLine } from './worker-line.ts';

/** Removes trees of any names in a worker; nothing there is fine, so it may run again. FILE_FAILED. */
export async function removeTrees(paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  await using line = openWorkerLine<TreeQuestion, null>(new URL('./tree-worker.ts', import.meta.url), null);
  await line.ask({ task: 'remove', paths });
}
