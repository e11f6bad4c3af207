import type { Source, Stack, StackState } from '../../../shared/model/stack.ts';
import type { BackupMode } from '../../../shared/model/backup.ts';
import { lookAtDatabases, type StackDatabase } from '../databases/stack-databases.ts';
import type { Docker } from '../docker/client.ts';
import { inspectComposeStack } from '../docker/stacks.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { inspectFolderStack } from '../folders/folder-state.ts';
import { isDealtWith, treatmentOf } from './source-treatment.ts';

/** A stack as it is now, and the engine that runs it; null for a folder stack. */
export interface LiveStack {
  readonly stack: Stack;
  readonly docker: Docker | null;
  readonly state: StackState;
  /** Its database servers; their databases are among its sources. */
  readonly databases: readonly StackDatabase[];
}

/** Looks at a stack, changing nothing. */
export async function lookAt(context: EngineContext, stack: Stack, signal?: AbortSignal): Promise<LiveStack> {
  const { definition } = stack;
  if (definition.kind === 'folder')
    return { stack, docker: null, state: await inspectFolderStack(definition), databases: [] };
  const docker = await context.docker(signal);
  const state = await inspectComposeStack(docker, definition, signal);
  const databases = await lookAtDatabases(docker, state, signal);
  const sources = [...databases.flatMap((database) => database.sources), ...state.sources];
  return { stack, docker, state: { ...state, sources }, databases };
}

/** Whether a source holds data: what `--only` chooses from, and what a data-only rollback replaces. */
export function isData(source: Pick<Source, 'kind'>): boolean {
  return source.kind !== 'config' && source.kind !== 'image';
}

/**
 * The data sources named by `only`; when it is empty, what a backup of this mode copies or dumps by itself, but
 * `leftOut`. SOURCE_NOT_FOUND names the first unknown one.
 */
export function chooseSources(
  { stack, state, databases }: Pick<LiveStack, 'stack' | 'state' | 'databases'>,
  {
    only,
    leftOut,
    mode,
  }: {
    readonly only: readonly string[];
    readonly leftOut: readonly string[];
    readonly mode: BackupMode;
  },
): Source[] {
  const data = state.sources.filter(isData);
  if (only.length === 0) return data.filter((source) => isDealtWith(treatmentOf(source, mode, databases, leftOut)));
  for (const id of only)
    if (!data.some((source) => source.id === id))
      throw new AppError('SOURCE_NOT_FOUND', { source: id, stack: stack.name });
  return data.filter((source) => only.includes(source.id));
}

/** The stack that an id or a name means. STACK_NOT_FOUND. */
export function findStack(context: EngineContext, reference: string): Stack {
  const stack = context.catalog.stacks.findByNameOrId(reference);
  if (stack === null) throw new AppError('STACK_NOT_FOUND', { stack: reference });
  return stack;
}

/**
 * Whether this process sees the same files at a bind mount's path as the engine does, and may read all
 * of them: then it works on them directly. Otherwise the engine reads and writes them.
 */
export function isReachable(docker: Docker | null, source: Source): boolean {
  if (source.kind === 'folder' || source.kind === 'sqlite' || source.kind === 'config') return true;
  if (source.kind !== 'bind' || docker === null) return false;
  const local = docker.endpoint.kind === 'socket' || docker.endpoint.kind === 'pipe';
  const mayReadAll = process.getuid === undefined || process.getuid() === 0;
  return local && mayReadAll;
}
