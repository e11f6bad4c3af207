import type { Source, Stack, StackState } from '../../../shared/model/stack.ts';
import type { Docker } from '../docker/client.ts';
import { inspectComposeStack } from '../docker/stacks.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { inspectFolderStack } from '../folders/folder-state.ts';

/** A stack as it is now, and the engine that runs it; null for a folder stack. */
export interface LiveStack {
  readonly stack: Stack;
  readonly docker: Docker | null;
  readonly state: StackState;
}

/** Looks at a stack, changing nothing. */
export async function lookAt(context: EngineContext, stack: Stack, signal?: AbortSignal): Promise<LiveStack> {
  const { definition } = stack;
  if (definition.kind === 'folder') return { stack, docker: null, state: await inspectFolderStack(definition) };
  const docker = await context.docker(signal);
  return { stack, docker, state: await inspectComposeStack(docker, definition, signal) };
}

/** Whether a source holds data: what `--only` chooses from, and what a data-only rollback replaces. */
export function isData(source: Pick<Source, 'kind'>): boolean {
  return source.kind !== 'config' && source.kind !== 'image';
}

/** The data sources named by `only`; when it is empty, all but `leftOut`. SOURCE_NOT_FOUND names the first unknown one. */
export function chooseSources(
  stack: Stack,
  sources: readonly Source[],
  { only, leftOut }: { readonly only: readonly string[]; readonly leftOut: readonly string[] },
): Source[] {
  const data = sources.filter(isData);
  if (only.length === 0) return data.filter((source) => !leftOut.includes(source.id));
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
