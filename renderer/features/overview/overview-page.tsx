import type { ReactNode } from 'react';
import { useWords } from '../../words.tsx';

export function OverviewPage(): ReactNode {
  const { text } = useWords();
  return <h1>{text('panel.frame.overview')}</h1>;
}
