import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import type { JobSpec } from './jobs/runner.ts';
import { adoptPacks, replicaPacks } from './operations/adopt.ts';
import { findBackup } from './operations/backup-lookup.ts';
import { fetchBackup } from './operations/fetch.ts';
import { findReplica, stackOfReplica } from './operations/replica-access.ts';
import { addReplica, removeReplica, setReplicaPassword, testReplica, tryPlace } from './operations/replica-setup.ts';
import { verifyCopy } from './operations/replica-verify.ts';
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

/** The engine's calls about replicas. Wiring only. `attend`: the engine is not closed in the middle of it. */
export function replicaCalls(context: EngineContext, attend: <T>(work: Promise<T>) => Promise<T>): ReplicaCalls {
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
    tryReplica: async (stack, place, password) => attend(tryPlace(context, findStack(context, stack), place, password)),
    addReplica: async (stack, place, password, settings) =>
      replicaView(context, await attend(addReplica(context, findStack(context, stack), place, password, settings))),
    changeReplica: async (reference, settings) =>
      replicaView(context, catalog.replicas.update(findReplica(context, reference).id, settings)),
    setReplicaPassword: async (replica, password) =>
      replicaView(context, await setReplicaPassword(context, replica, password)),
    testReplica: async (replica) => attend(testReplica(context, replica)),
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
    verifyReplica(reference, named) {
      const replica = findReplica(context, reference);
      const backup = findBackup(context, named);
      const spec = { kind: 'verify' as const, ...onStackOf(replica), backupId: backup.id };
      return runner.start({ ...spec, trigger: `verify on ${replica.name}` }, async (job) =>
        verifyCopy(context, job, replica, backup),
      );
    },
    replicaPacks: async (reference) => attend(replicaPacks(context, findReplica(context, reference))),
    adoptReplica(reference) {
      const replica = findReplica(context, reference);
      const spec = { kind: 'adopt' as const, ...onStackOf(replica), trigger: `adopt from ${replica.name}` };
      return runner.start(spec, async (job) => adoptPacks(context, job, replica));
    },
    fetchBackup(named) {
      const backup = findBackup(context, named);
      const { id: backupId, stackId, stack } = backup;
      const spec = { kind: 'fetch' as const, stackId, stack, backupId, trigger: `fetch ${backup.name}` };
      return runner.start(spec, async (job) => fetchBackup(context, job, backup));
    },
  };
}
