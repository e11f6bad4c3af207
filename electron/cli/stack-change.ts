import { formatLevels, type PackFormat } from '../../shared/model/pack-format.ts';
import type { StackBackup } from '../../shared/model/stack-backup.ts';
import { AppError } from '../core/errors.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** What a command line wants to be different about a stack's backups. */
export interface StackChange {
  readonly format?: PackFormat;
  readonly level?: number;
  readonly leaveOut?: readonly string[];
  readonly takeIn?: readonly string[];
}

/**
 * The settings with the change in them; another format comes at its standard level. USAGE_INVALID when nothing is to
 * change, when a source is both left out and taken in, or when one is taken in that is not left out.
 */
export function withChange(current: StackBackup, change: StackChange, { text, list }: Words): StackBackup {
  const { format = current.format, leaveOut = [], takeIn = [] } = change;
  if (Object.values(change).every((value) => value === undefined)) throw refuse(text('help.usage.nothingToSet'));
  for (const source of takeIn) {
    const name = visible(source);
    if (leaveOut.includes(source)) throw refuse(text('help.usage.outAndIn', { source: name }));
    if (current.leftOut.includes(source)) continue;
    throw refuse(
      current.leftOut.length === 0
        ? text('help.usage.nothingLeftOut', { source: name })
        : text('help.usage.notLeftOut', { source: name, sources: list(current.leftOut) }),
    );
  }
  const usual = format === current.format ? current.level : formatLevels[format].standard;
  const kept = current.leftOut.filter((source) => !takeIn.includes(source));
  return { format, level: change.level ?? usual, leftOut: [...new Set([...kept, ...leaveOut])] };
}

function refuse(detail: string): AppError<'USAGE_INVALID'> {
  return new AppError('USAGE_INVALID', { detail });
}
