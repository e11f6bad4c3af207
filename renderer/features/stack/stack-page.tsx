import type { ReactNode } from 'react';
import type { StackTab } from '../../stores/navigation.ts';

interface StackPageProps {
  readonly stackId: string;
  readonly tab: StackTab;
}

export function StackPage({ stackId, tab }: StackPageProps): ReactNode {
  return (
    <h1>
      {stackId} {tab}
    </h1>
  );
}
