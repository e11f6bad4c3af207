import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words.tsx';
import { copyText } from './copy-text.ts';

/** Copies a text, and says whether it did. */
export function CopyButton({ value }: { readonly value: string }): ReactNode {
  const { text } = useWords();
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  return (
    <>
      <Button onPress={() => setOutcome(copyText(value) ? 'copied' : 'failed')}>{text('panel.jobs.copy')}</Button>
      <span className="secondary small" role="status">
        {outcome === 'copied' ? text('panel.jobs.copied') : null}
        {outcome === 'failed' ? text('panel.jobs.copyFailed') : null}
      </span>
    </>
  );
}
