import type { CallInput, Handlers } from '../../../shared/ipc/contract.ts';
import { type ReplicaPlace, type ReplicaView, standardMountPoint } from '../../../shared/model/replica.ts';
import { AppError } from '../../core/errors.ts';
import { Confirmations } from '../confirmations.ts';
import type { Desk } from '../desk.ts';

function placeOf({ paths }: Desk, place: CallInput<'replicas.add'>['place']): ReplicaPlace {
  if (place.kind === 'smb') return place;
  if (place.kind === 'folder') return { ...place, path: paths.pathOf(place.path, 'replica') };
  const { mountPoint } = place;
  return { ...place, mountPoint: mountPoint === null ? standardMountPoint : paths.pathOf(mountPoint, 'replica') };
}

export function replicaHandlers(desk: Desk): Pick<Handlers, Extract<keyof Handlers, `replicas.${string}`>> {
  const { engine, clock, begin } = desk;
  const removals = new Confirmations<ReplicaView>(clock);
  const find = async (id: string): Promise<ReplicaView> => {
    const found = (await engine.replicas()).find((replica) => replica.id === id);
    if (found === undefined) throw new AppError('REPLICA_NOT_FOUND', { replica: id });
    return found;
  };
  return {
    'replicas.list': ({ stack }) => engine.replicas(stack),
    'replicas.try': ({ stack, place, password }) => engine.tryReplica(stack, placeOf(desk, place), password),
    'replicas.add': ({ stack, place, password, settings }) =>
      engine.addReplica(stack, placeOf(desk, place), password, settings),
    'replicas.change': ({ replica, settings }) => engine.changeReplica(replica, settings),
    'replicas.setPassword': ({ replica, password }) => engine.setReplicaPassword(replica, password),
    'replicas.test': ({ replica }) => engine.testReplica(replica),
    'replicas.askRemove': async ({ replica }) => removals.ask(await find(replica)),
    async 'replicas.remove'({ token }) {
      await engine.removeReplica(removals.take(token).id);
      return null;
    },
    'replicas.copy': async ({ replica, backup }) => begin(() => engine.copyToReplica(replica, backup)),
    'replicas.verify': async ({ replica, backup }) => begin(() => engine.verifyReplica(replica, backup)),
    'replicas.packs': ({ replica }) => engine.replicaPacks(replica),
    'replicas.adopt': async ({ replica }) => begin(() => engine.adoptReplica(replica)),
    'replicas.fetch': async ({ backup }) => begin(() => engine.fetchBackup(backup)),
  };
}
