import { Pin } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../words.tsx';

/** Tells a pinned backup from the others. */
export function PinMark(): ReactNode {
  const { text } = useWords();
  const said = text('panel.stack.pinned');
  return (
    <span role="img" aria-label={said} title={said} className="pin-mark">
      <Pin size={14} strokeWidth={1.75} aria-hidden />
    </span>
  );
}
