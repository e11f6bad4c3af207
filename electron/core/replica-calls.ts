import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import { AppError } from './errors.ts';

type ReplicaCalls = Pick<
  Engine,
  | 'replicas'
  | 'tryReplica'
  | 'addReplica'
  | 'changeReplica'
  | 'setReplicaPassword'
  | 'testReplica'
  | 'removeReplica'
  | 'copyToReplica'
  | 'verifyReplica'
  | 'replicaPacks'
  | 'adoptReplica'
  | 'fetchBackup'
>;

const notYet = (): never => {
  throw new AppError('INTERNAL', { detail: 'not built yet' });
};

/** The engine's calls about replicas. Wiring only. */
export function replicaCalls(_context: EngineContext): ReplicaCalls {
  return {
    replicas: () => notYet(),
    tryReplica: () => notYet(),
    addReplica: () => notYet(),
    changeReplica: () => notYet(),
    setReplicaPassword: () => notYet(),
    testReplica: () => notYet(),
    removeReplica: () => notYet(),
    copyToReplica: () => notYet(),
    verifyReplica: () => notYet(),
    replicaPacks: () => notYet(),
    adoptReplica: () => notYet(),
    fetchBackup: () => notYet(),
  };
}
