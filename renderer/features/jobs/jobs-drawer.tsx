import type { ReactNode } from 'react';

export function JobsDrawer(): ReactNode {
  return null;
}
