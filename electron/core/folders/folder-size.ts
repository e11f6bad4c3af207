import { openWorkerLine } from './worker-line.ts';
import type { FolderSize, SizeQuestion } from './folder-size-worker.ts';

/**
 * Bytes of content and number of entries below `root`, counted as a backup would: with `exclude` and
 * `skip`, each file once however many hard links it has. Walks in a worker. Errors as `walkFolder`.
 */
export async function folderSize(question: SizeQuestion, signal: AbortSignal): Promise<FolderSize> {
  await using line = openWorkerLine(new URL('./folder-size-worker.ts', import.meta.url), null, signal);
  return (await line.ask(question)) as FolderSize;
}
