import type { Finding } from '../../../../shared/model/report.ts';
import type { Stack } from '../../../../shared/model/stack.ts';
import type { EngineContext } from '../../engine-context.ts';
import { reportOf } from '../../errors.ts';
import { checkStorage, freeBytes, packsFolder } from '../storage.ts';

// The same room that a backup asks for before it begins.
const safety = 1.1;

/** Whether every stack's storage is there and can be written. */
export async function examineStorages({ catalog }: EngineContext): Promise<Finding[]> {
  return Promise.all(catalog.stacks.list().map(examineStorage));
}

async function examineStorage(stack: Stack): Promise<Finding> {
  const subject = packsFolder(stack);
  try {
    await checkStorage(stack);
    return { check: 'storage', state: 'good', subject, params: {} };
  } catch (error) {
    const detail = reportOf(error).params['detail'] ?? '';
    return { check: 'storage', state: 'alarm', subject, params: { detail } };
  }
}

/** Whether one more backup of every stack would fit where it goes, by the size of the last one. */
export async function examineSpace({ catalog }: EngineContext): Promise<Finding[]> {
  const needed = new Map<string, { folder: string; bytes: number }>();
  for (const stack of catalog.stacks.list()) {
    const last = catalog.backups.list(stack.id).find(({ status }) => status === 'succeeded');
    const before = needed.get(stack.storage);
    const bytes = (before?.bytes ?? 0) + Math.round((last?.storedBytes ?? 0) * safety);
    needed.set(stack.storage, { folder: packsFolder(stack), bytes });
  }
  const findings: Finding[] = [];
  for (const [subject, { folder, bytes }] of needed) {
    // A storage that cannot be asked is a finding of its own.
    const free = await freeBytes(folder).catch(() => null);
    if (free !== null)
      findings.push({
        check: 'space',
        state: free < bytes ? 'attention' : 'good',
        subject,
        params: { free, needed: bytes },
      });
  }
  return findings;
}
