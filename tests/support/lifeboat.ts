import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ErrorCode } from '../../shared/errors.ts';
import { type ExitCode, exitCode } from '../../shared/exit-codes.ts';
import { type CliEnd, type RunningCli, startCli } from './cli.ts';
import { docker } from './docker-engine.ts';

/** What tests read of a backup's record in `--json`. */
export const backupAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  status: z.string(),
  verified: z.boolean(),
  mode: z.string(),
  jobId: z.string(),
  stopWindowMs: z.number().nullable(),
  rawBytes: z.number(),
  storedBytes: z.number(),
  path: z.string().nullable(),
  missing: z.boolean(),
  errorCode: z.string().nullable(),
  sources: z.array(
    z.looseObject({
      id: z.string(),
      part: z.string(),
      omitted: z.array(z.object({ path: z.string(), reason: z.string() })),
    }),
  ),
});
export type BackupAnswer = z.infer<typeof backupAnswer>;

export const rollbackAnswer = z.looseObject({
  jobId: z.string(),
  replaced: z.array(z.string()),
  safetyBackup: z.string().nullable(),
  stopWindowMs: z.number().nullable(),
  undoable: z.boolean(),
});

export const recoveryAnswer = z.looseObject({
  jobs: z.array(z.looseObject({ id: z.string(), kind: z.string(), outcome: z.string() })),
  started: z.array(z.looseObject({ service: z.string(), containerId: z.string() })),
  owed: z.array(z.looseObject({ service: z.string() })),
  sweptFolders: z.number(),
  removedHelpers: z.number(),
});

export const previewAnswer = z.looseObject({
  estimatedBytes: z.number(),
  stops: z.array(z.looseObject({ service: z.string(), foreign: z.boolean() })),
  ignores: z.array(z.object({ service: z.string(), reason: z.string() })),
  refusals: z.array(z.looseObject({ code: z.string() })),
});

export const jobAnswer = z.looseObject({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  errorCode: z.string().nullable(),
});

const errorAnswer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    action: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>['error'];

/** The terminal commands of one home. All of them are processes of their own. */
export interface Lifeboat {
  readonly home: string;
  start(...args: readonly string[]): RunningCli;
  run(...args: readonly string[]): Promise<CliEnd>;
  /** Runs with `--json`; rejects unless it ends with 0. */
  answer<T>(schema: z.ZodType<T>, ...args: readonly string[]): Promise<T>;
  /** Runs with `--json`; rejects unless it ends with exactly this exit code and error. */
  refusal(exit: ExitCode, code: ErrorCode, ...args: readonly string[]): Promise<ErrorAnswer>;
  backup(...args: readonly string[]): Promise<BackupAnswer>;
  list(...args: readonly string[]): Promise<BackupAnswer[]>;
}

/** Commands on a home, against the engine in `env` when there is one. */
export function lifeboat(home: string, env: Readonly<Record<string, string>>): Lifeboat {
  const start = (...args: readonly string[]): RunningCli => startCli(args, { home, env });
  const run = (...args: readonly string[]): Promise<CliEnd> => start(...args).end;
  const answer = async <T>(schema: z.ZodType<T>, ...args: readonly string[]): Promise<T> => {
    const end = await run(...args, '--json');
    if (end.code !== exitCode.done) throw new Error(`lifeboat ${args.join(' ')} ended with ${ending(end)}`);
    return schema.parse(end.json());
  };
  return {
    home,
    start,
    run,
    answer,
    refusal: async (exit, code, ...args) => {
      const end = await run(...args, '--json');
      const what = `lifeboat ${args.join(' ')} ended with ${ending(end)} instead of ${exit} ${code}`;
      const parsed = errorAnswer.safeParse(end.json());
      if (!parsed.success || parsed.data.error.code !== code || end.code !== exit) throw new Error(what);
      return parsed.data.error;
    },
    backup: (...args) => answer(backupAnswer, 'backup', ...args),
    list: (...args) => answer(z.array(backupAnswer), 'list', ...args),
  };
}

function ending({ code, signal, stdout, stderr }: CliEnd): string {
  return `${code ?? signal}:\n${stdout}${stderr}`;
}

/** Whether the folder at `path` has its DONE. */
export async function packDone(path: string | null): Promise<boolean> {
  if (path === null) return false;
  return readFile(join(path, 'DONE')).then(
    () => true,
    () => false,
  );
}

/** Where the files of a volume are on this machine, which is the engine's. */
export async function volumePath(host: string, volume: string): Promise<string> {
  return (await docker(host, 'volume', 'inspect', '--format', '{{.Mountpoint}}', '--', volume)).trim();
}

/** Ids of Lifeboat's own containers that are left on an engine. */
export async function helpersLeft(host: string): Promise<string[]> {
  const ids = await docker(host, 'ps', '--all', '--quiet', '--filter', 'label=lifeboat.job');
  return ids.split('\n').filter((id) => id !== '');
}
