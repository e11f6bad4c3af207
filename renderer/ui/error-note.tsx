import type { ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { ErrorReport } from '../../shared/errors.ts';
import { useWords } from '../words.tsx';
import { Button } from './button.tsx';
import { Light } from './light.tsx';

interface ErrorNoteProps {
  readonly error: ErrorReport;
}

/** What went wrong, what to do, and the code one click away. */
export function ErrorNote({ error }: ErrorNoteProps): ReactNode {
  const words = useWords();
  const { message, action, code } = words.error(error);
  return (
    <div className="note note-alarm" role="alert">
      <Light state="alarm" label="" />
      <div className="note-text selectable">
        <p>{message}</p>
        <p className="secondary">{action}</p>
        <Disclosure className="disclosure">
          <Heading level={3} className="disclosure-heading">
            <Button slot="trigger">{words.text('panel.ui.code')}</Button>
          </Heading>
          <DisclosurePanel>
            <code className="mono">
              {code}{' '}
              {Object.entries(error.params)
                .map(([name, value]) => `${name}=${String(value)}`)
                .join(' ')}
            </code>
          </DisclosurePanel>
        </Disclosure>
      </div>
    </div>
  );
}
