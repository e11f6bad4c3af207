import type { ReactNode } from 'react';
import { TargetStateText } from './target-state-text.tsx';
import { useTargets } from './use-targets.ts';

/** How each target of a stack is, a line each; nothing for a stack without one. */
export function ReplicaStates({ stackId }: { readonly stackId: string }): ReactNode {
  const { targets } = useTargets(stackId);
  if (targets.length === 0) return null;
  return (
    <ul className="stack-targets small secondary">
      {targets.map((target) => (
        <li key={target.id}>
          <TargetStateText target={target} named />
        </li>
      ))}
    </ul>
  );
}
