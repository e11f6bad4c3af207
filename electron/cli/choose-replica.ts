import type { ReplicaView } from '../../shared/model/replica.ts';
import type { StackView } from '../../shared/model/view.ts';
import { AppError } from '../core/errors.ts';
import type { Session } from './session.ts';
import { visible } from './visible.ts';

/** A target and the stack that it is of. */
export interface ReplicaOfStack {
  readonly replica: ReplicaView;
  readonly stack: StackView;
}

/** All targets with their stacks, or those of one stack. STACK_NOT_FOUND. */
export async function replicasOf({ engine }: Pick<Session, 'engine'>, stack?: string): Promise<ReplicaOfStack[]> {
  const stacks = await engine.stacks();
  return (await engine.replicas(stack)).flatMap((replica) => {
    const found = stacks.find(({ id }) => id === replica.stackId);
    return found === undefined ? [] : [{ replica, stack: found }];
  });
}

/** The target that an id, a name or STACK/NAME means. REPLICA_NOT_FOUND; USAGE_INVALID when several have the name. */
export async function chooseReplica(session: Session, reference: string, stackId?: string): Promise<ReplicaOfStack> {
  const all = (await replicasOf(session)).filter(({ stack }) => stackId === undefined || stack.id === stackId);
  const found = all.filter(
    ({ replica, stack }) =>
      replica.id === reference || replica.name === reference || `${stack.name}/${replica.name}` === reference,
  );
  const [only] = found;
  if (only === undefined) throw new AppError('REPLICA_NOT_FOUND', { replica: reference });
  if (found.length > 1)
    throw new AppError('USAGE_INVALID', {
      detail: session.words.text('cli.replica.several', { replica: visible(reference) }),
    });
  return only;
}
