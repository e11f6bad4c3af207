import { type ReactNode, useState } from 'react';
import { usePanel } from '../../stores/panel.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';

/** What the last recovery put right; said until it was read. */
export function RecoveryNote(): ReactNode {
  const { text, list } = useWords();
  const recovery = usePanel(({ state }) => state?.recovery);
  const [read, setRead] = useState('');
  // By what it says: every message of main brings a copy.
  const said = JSON.stringify(recovery);
  if (recovery === undefined || read === said) return null;
  const { jobs, started, owed } = recovery;
  if (jobs.length === 0 && started.length === 0 && owed.length === 0) return null;
  const services = (of: readonly { readonly service: string }[]) => list(of.map(({ service }) => service));
  return (
    <Note state={owed.length > 0 ? 'alarm' : 'attention'}>
      <p>{text('panel.recovery.title')}</p>
      {started.length > 0 ? <p>{text('panel.recovery.started', { services: services(started) })}</p> : null}
      {owed.length > 0 ? <p>{text('panel.recovery.owed', { services: services(owed) })}</p> : null}
      {jobs.map(({ id, kind, stack, outcome }) => (
        <p key={id}>{text(`panel.recovery.${outcome}`, { kind: text(`words.jobKind.${kind}`), stack: stack ?? '' })}</p>
      ))}
      <div>
        <Button onPress={() => setRead(said)}>{text('panel.recovery.read')}</Button>
      </div>
    </Note>
  );
}
