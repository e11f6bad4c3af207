import { type ReactNode, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import { call, reportOf } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';

/** Opens the folder of the log in the desktop's own file manager. */
export function OpenLogs(): ReactNode {
  const { text } = useWords();
  const [error, setError] = useState<ErrorReport | null>(null);
  const open = (): void => {
    call('panel.openLogs')
      .then(() => setError(null))
      .catch((failure: unknown) => setError(reportOf(failure)));
  };
  return (
    <>
      <Button onPress={open}>{text('panel.settings.openLogs')}</Button>
      {error === null ? null : <ErrorNote error={error} />}
    </>
  );
}
