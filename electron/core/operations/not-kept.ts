import type { Source, StackNote } from '../../../shared/model/stack.ts';

/**
 * What no backup of these sources keeps, whatever is in them, so that nobody learns of it from a rollback: Node reads no
 * extended attributes, and the engine's tar of a volume has none, whole seconds, and no sockets.
 */
export function notesOnLosses(sources: readonly Source[]): StackNote[] {
  const named = (kinds: readonly Source['kind'][]): string =>
    sources
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ name }) => name)
      .join(', ');
  const [folders, volumes] = [named(['folder', 'bind']), named(['volume'])];
  return [
    ...(folders === '' ? [] : [{ kind: 'folder-losses', subject: folders } as const]),
    ...(volumes === '' ? [] : [{ kind: 'volume-losses', subject: volumes } as const]),
  ];
}
