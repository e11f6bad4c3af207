import type { CompletePack } from '../archive/pack-reader.ts';
import type { Throttle } from '../archive/throttle.ts';
import { type VerifyOptions, verifyPack } from '../archive/verify-pack.ts';
import type { JobControl } from '../jobs/job-control.ts';

/** Reads a pack back as a step of a job, with its progress. Errors as `verifyPack`. */
export async function readBack(
  job: JobControl,
  pack: CompletePack,
  depth: VerifyOptions['depth'],
  throttle: Throttle | null = null,
): Promise<void> {
  const { path, manifest, files } = pack;
  job.progress.phase('verifying', manifest.totals.rawBytes);
  await job.step('read back', { path, depth }, async () =>
    verifyPack({ path, manifest, files: files.keys() }, { ...progressOf(job), depth, throttle }),
  );
}

/** What those who read packs are given of a job. */
export function progressOf(job: JobControl): Omit<VerifyOptions, 'depth'> {
  return {
    signal: job.signal,
    onBytes: (bytes) => job.progress.add(bytes),
    onPart: (part) => job.progress.item(part),
  };
}
