import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import { AppError } from './errors.ts';
import type { JobSpec } from './jobs/runner.ts';
import { findBackup } from './operations/backup-lookup.ts';
import { findReplica, stackOfReplica } from './operations/replica-access.ts';
import { addReplica, removeReplica, setReplicaPassword, testReplica, tryPlace } from './operations/replica-setup.ts';
import { replicaView } from './operations/replica-view.ts';
import { copyAll, waitingFor } from './operations/replicate.ts';
import type { StoredReplica } from './catalog/replicas.ts';
import { findStack } from './operations/stack-access.ts';

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
export function replicaCalls(context: EngineContext): ReplicaCalls {
  const { catalog, runner } = context;
  const onStackOf = (replica: StoredReplica): Pick<JobSpec, 'stackId' | 'stack'> => {
    const { id, name } = stackOfReplica(context, replica);
    return { stackId: id, stack: name };
  };
  return {
    async replicas(stack) {
      const stored = catalog.replicas.list(stack === undefined ? undefined : findStack(context, stack).id);
      return Promise.all(stored.map(async (replica) => replicaView(context, replica)));
    },
    tryReplica: async (stack, place, password) => tryPlace(context, findStack(context, stack), place, password),
    addReplica: async (stack, place, password, settings) =>
      replicaView(context, await addReplica(context, findStack(context, stack), place, password, settings)),
    changeReplica: async (reference, settings) =>
      replicaView(context, catalog.replicas.update(findReplica(context, reference).id, settings)),
    setReplicaPassword: async (replica, password) =>
      replicaView(context, await setReplicaPassword(context, replica, password)),
    testReplica: async (replica) => testReplica(context, replica),
    async removeReplica(reference) {
      const view = await replicaView(context, findReplica(context, reference));
      await removeReplica(context, reference);
      return view;
    },
    copyToReplica(reference, named) {
      const replica = findReplica(context, reference);
      const backup = named === null ? null : findBackup(context, named);
      const spec = { kind: 'replicate' as const, ...onStackOf(replica), trigger: `copy to ${replica.name}` };
      return runner.start(backup === null ? spec : { ...spec, backupId: backup.id }, async (job) =>
        copyAll(context, job, replica, backup === null ? waitingFor(context, replica) : [backup.id]),
      );
    },
    verifyReplica: () => notYet(),
    replicaPacks: () => notYet(),
    adoptReplica: () => notYet(),
    fetchBackup: () => notYet(),
  };
}
