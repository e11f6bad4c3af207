import type { ReactNode } from 'react';

export function RollbackDialog(): ReactNode {
  return null;
}
