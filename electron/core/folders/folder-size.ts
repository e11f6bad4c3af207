import type { WalkRules } from './folder-walk.ts';
import type { FolderSize, TreeQuestion } from './tree-worker.ts';
import { openWorkerLine } from './worker-line.ts';

/**
 * Bytes of content and number of entries below a root, counted as a backup would: with `exclude` and
 * `skip`, each file once however many hard links it has. Walks in a worker. Errors as `walkFolder`.
 */
export async function folderSize(rules: WalkRules, signal: AbortSignal | null): Promise<FolderSize> {
  await using line = openWorkerLine<TreeQuestion, FolderSize>(new URL('./tree-worker.ts', import.meta.url), signal);
  return await line.ask({ task: 'size', rules });
}
