import type { ReactNode } from 'react';
import { useWords } from '../../words.tsx';

export function FirstStack(): ReactNode {
  const { text } = useWords();
  return <h1>{text('panel.overview.empty.title')}</h1>;
}
