import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words.tsx';
import { copyText } from './copy-text.ts';

interface CopyButtonProps {
  readonly value: string;
  /** What is copied, where nothing beside it says so. */
  readonly label?: string;
}

/** Copies a text, and says whether it did. */
export function CopyButton({ value, label }: CopyButtonProps): ReactNode {
  const { text } = useWords();
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  return (
    <>
      <Button onPress={() => setOutcome(copyText(value) ? 'copied' : 'failed')}>
        {label ?? text('panel.jobs.copy')}
      </Button>
      <span className="secondary small" role="status">
        {outcome === 'copied' ? text('panel.jobs.copied') : null}
        {outcome === 'failed' ? text('panel.jobs.copyFailed') : null}
      </span>
    </>
  );
}
