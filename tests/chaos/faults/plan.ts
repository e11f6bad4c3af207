import { z } from 'zod';

/** What a failing file system says. */
export const errnos = ['ENOSPC', 'EIO', 'EACCES', 'EBUSY'] as const;
export type Errno = (typeof errnos)[number];

/** Which call of a command's file layer fails, and how. Travels to the command in an environment variable. */
export const FaultPlan = z.object({
  errno: z.enum(errnos),
  /** The first call that fails, counted from 1 among those that can fail so; larger than all of them: none does. */
  at: z.int().min(1),
  /** Whether every later one fails as well. */
  lasting: z.boolean(),
  /** Calls on other paths than below these are left alone, and not counted. */
  below: z.array(z.string()),
  /** A folder for what happened. */
  reports: z.string(),
});
export type FaultPlan = z.infer<typeof FaultPlan>;

/** What the command met; one file of it is written for each. */
export const FaultReport = z.object({
  /** Calls that could have failed; written when the command ends by itself. */
  calls: z.int().nullable(),
  /** The first that did. */
  hit: z.object({ call: z.string(), path: z.string(), stack: z.string() }).nullable(),
  /** What nobody caught. */
  uncaught: z.array(z.string()),
});
export type FaultReport = z.infer<typeof FaultReport>;

export const planVariable = 'LIFEBOAT_TEST_FAULTS';

const writing = [
  ...(['write', 'writev', 'writeFile', 'appendFile', 'truncate', 'ftruncate', 'fsync', 'sync', 'datasync'] as const),
  ...(['fdatasync', 'mkdir', 'mkdtemp', 'symlink', 'link', 'copyFile', 'cp', 'rename', 'close'] as const),
] as const;
const naming = [
  ...(['open', 'mkdir', 'mkdtemp', 'rename', 'unlink', 'rm', 'rmdir', 'symlink', 'link', 'copyFile', 'cp'] as const),
  ...(['writeFile', 'appendFile', 'readFile', 'chmod', 'chown', 'lchown', 'lutimes', 'utimes'] as const),
] as const;

/** The calls that can end with each of them; null for all. `open` runs out of space only when it makes a file. */
export const callsOf: Readonly<Record<Errno, ReadonlySet<string> | null>> = {
  ENOSPC: new Set([...writing, 'open']),
  EIO: null,
  EACCES: new Set([...naming, 'opendir', 'readdir', 'access', 'stat', 'lstat', 'readlink', 'realpath']),
  EBUSY: new Set(naming),
};
