import type { ReactNode } from 'react';
import { useWords } from '../../words.tsx';

export function HealthPage(): ReactNode {
  const { text } = useWords();
  return <h1>{text('panel.frame.health')}</h1>;
}
