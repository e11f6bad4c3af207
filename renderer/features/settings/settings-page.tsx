import type { ReactNode } from 'react';
import { useWords } from '../../words.tsx';

export function SettingsPage(): ReactNode {
  const { text } = useWords();
  return <h1>{text('panel.frame.settings')}</h1>;
}
