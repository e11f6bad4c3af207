import type { Stack } from '../../../shared/model/stack.ts';
import type { StackBackup } from '../../../shared/model/stack-backup.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { assertLevel } from './backup-options.ts';
import { findStack, isData, lookAt } from './stack-access.ts';

/**
 * Whether a stack with these data sources may leave these out. `known`: what it leaves out already, which may be gone
 * since. LEFT_OUT_UNKNOWN for a source that it does not have, LEFT_OUT_ALL when nothing would be left.
 */
export function assertLeavable(
  stack: string,
  sources: readonly string[],
  leftOut: readonly string[],
  known: readonly string[],
): void {
  for (const source of leftOut)
    if (!sources.includes(source) && !known.includes(source))
      throw new AppError('LEFT_OUT_UNKNOWN', { source, stack, sources: sources.join(', ') || '–' });
  if (sources.every((source) => leftOut.includes(source))) throw new AppError('LEFT_OUT_ALL', { stack });
}

/**
 * Changes what holds for a stack's backups from the next one on. The stack is looked at only when something is newly
 * left out, so that the rest can be changed while Docker is away. STACK_NOT_FOUND, LEVEL_OUT_OF_RANGE,
 * LEFT_OUT_UNKNOWN, LEFT_OUT_ALL.
 */
export async function setBackupSettings(
  context: EngineContext,
  reference: string,
  { format, level, leftOut: wanted }: StackBackup,
): Promise<Stack> {
  const stack = findStack(context, reference);
  assertLevel(format, level);
  const known = stack.backup.leftOut;
  const leftOut = [...new Set(wanted)];
  if (leftOut.some((id) => !known.includes(id))) {
    const { state } = await lookAt(context, stack);
    const sources = state.sources.filter(isData).map(({ id }) => id);
    assertLeavable(stack.name, sources, leftOut, known);
  }
  // Read again: while it was looked at, another shell may have changed the rest of it.
  const changed: Stack = { ...findStack(context, stack.id), backup: { format, level, leftOut } };
  context.catalog.stacks.update(changed);
  return changed;
}
