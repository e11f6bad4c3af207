import type { PolicyView } from '../../shared/model/schedule.ts';
import type { StackView } from '../../shared/model/view.ts';
import { AppError } from '../core/errors.ts';
import type { Session } from './session.ts';
import { visible } from './visible.ts';

/** A policy and the stack that it is of. */
export interface PolicyOfStack {
  readonly policy: PolicyView;
  readonly stack: StackView;
}

/** All policies with their stacks, or those of one stack. STACK_NOT_FOUND. */
export async function policiesOf({ engine }: Pick<Session, 'engine'>, stack?: string): Promise<PolicyOfStack[]> {
  const stacks = await engine.stacks();
  return (await engine.policies(stack)).flatMap((policy) => {
    const found = stacks.find(({ id }) => id === policy.stackId);
    return found === undefined ? [] : [{ policy, stack: found }];
  });
}

/** The policy that an id, a name or STACK/NAME means. POLICY_NOT_FOUND; USAGE_INVALID when several have the name. */
export async function choosePolicy(session: Session, reference: string): Promise<PolicyOfStack> {
  const all = await policiesOf(session);
  const byId = all.find(({ policy }) => policy.id === reference);
  if (byId !== undefined) return byId;
  const found = all.filter(
    ({ policy, stack }) => policy.name === reference || `${stack.name}/${policy.name}` === reference,
  );
  const [only] = found;
  if (only === undefined) throw new AppError('POLICY_NOT_FOUND', { policy: reference });
  if (found.length > 1)
    throw new AppError('USAGE_INVALID', {
      detail: session.words.text('cli.schedule.severalPolicies', { policy: visible(reference) }),
    });
  return only;
}
