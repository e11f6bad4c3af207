import type { ReplicaView } from '../../../shared/model/replica.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import type { EngineContext } from '../engine-context.ts';
import { wordsOfPlace } from '../replica/open-target.ts';

const copiesShown = 200;

/** A target as shells show it, from what is known: nothing is looked at. */
export async function replicaView(context: EngineContext, stored: StoredReplica): Promise<ReplicaView> {
  const { faultSince: _since, ...replica } = stored;
  const copies = context.catalog.replicaCopies.ofReplica(replica.id);
  const verified = copies.flatMap(({ state, verifiedAt }) => (state === 'verified' ? (verifiedAt ?? []) : []));
  return {
    ...replica,
    where: wordsOfPlace(replica.place),
    copies: copies.slice(0, copiesShown),
    lastVerifiedAt: verified.toSorted().at(-1) ?? null,
    backlog: copies.filter(({ state }) => state === 'waiting').length,
    password: replica.place.kind === 'smb' ? (await context.secrets()).kind : null,
  };
}
