import type { ReactNode } from 'react';

export function BackupDialog(): ReactNode {
  return null;
}
