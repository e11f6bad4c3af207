import type { ReactNode } from 'react';

export function AddStackDialog(): ReactNode {
  return null;
}
