import { useMemo } from 'react';
import type { ReplicaView } from '../../../shared/model/replica.ts';
import { useReplicas } from '../../stores/replicas.ts';
import { type CopyMark, marksByBackup, marksOf } from './backup-copies.ts';

const none: readonly ReplicaView[] = [];

interface Targets {
  /** Oldest first; none while they are not known. */
  readonly targets: readonly ReplicaView[];
  /** One mark per target, the same array while nothing of a stack's copies changes. */
  readonly marksOf: (backupId: string) => readonly CopyMark[];
}

/** The targets of a stack, and what became of each backup on them. */
export function useTargets(stackId: string): Targets {
  const targets = useReplicas(({ of }) => of[stackId]) ?? none;
  return useMemo(() => {
    const known = marksByBackup(targets);
    const unknown = marksOf(targets, '');
    return { targets, marksOf: (backupId) => known.get(backupId) ?? unknown };
  }, [targets]);
}
