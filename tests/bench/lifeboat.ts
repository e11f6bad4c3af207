import { join } from 'node:path';
import { z } from 'zod';
import { type Timed, timed } from './timed.ts';

const entry = join(import.meta.dirname, '../../electron/cli/main.ts');

/** Runs the real command; resolves with what it took and its one JSON document as `stdout`. */
export function lifeboat(
  home: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Timed> {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning'] as const;
  return timed([...node, entry, ...args, '--json'], { env: { LIFEBOAT_HOME: home, ...env } });
}

const backupAnswer = z.object({
  id: z.string(),
  jobId: z.string(),
  path: z.string(),
  status: z.literal('succeeded'),
  verified: z.literal(true),
  stopWindowMs: z.number().nullable(),
});
const jobAnswer = z.object({ steps: z.array(z.object({ name: z.string(), endedAt: z.iso.datetime() })) });
const rollbackAnswer = z.object({ jobId: z.string() });

export function readBackup(stdout: string): z.infer<typeof backupAnswer> {
  return backupAnswer.parse(JSON.parse(stdout));
}

export function readRollback(stdout: string): z.infer<typeof rollbackAnswer> {
  return rollbackAnswer.parse(JSON.parse(stdout));
}

/** When a job's journal says that a step was done, in milliseconds since the epoch. */
export async function stepEnd(home: string, jobId: string, name: string): Promise<number> {
  const { stdout } = await lifeboat(home, ['job', jobId]);
  const step = jobAnswer.parse(JSON.parse(stdout)).steps.find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`the job has no step "${name}"`);
  return Date.parse(step.endedAt);
}
