import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lifeboatFolder } from './contender-lifeboat.ts';

/** VmHWM in bytes of each of our commands. */
export interface PeakMemory {
  readonly backup: number;
  readonly verify: number;
  readonly rollback: number;
}

/** Runs our three heavy commands once on a folder. */
export async function measureMemory(source: string, work: string): Promise<PeakMemory> {
  const place = join(work, 'memory');
  await mkdir(place);
  const ours = await lifeboatFolder(source, place);
  const backup = await ours.backup();
  const verify = await ours.verify?.();
  const rollback = await ours.restore();
  await rm(place, { recursive: true });
  return { backup: backup.peakBytes, verify: verify?.peakBytes ?? 0, rollback: rollback.peakBytes };
}
