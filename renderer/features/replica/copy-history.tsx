import { type ReactNode, useState } from 'react';
import type { ReplicaCopy, ReplicaView } from '../../../shared/model/replica.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words.tsx';
import type { Act } from '../stack/use-act.ts';
import { CopyActs } from './copy-acts.tsx';
import { CopyStateText, CopyWhen } from './copy-state-text.tsx';

const shownAtFirst = 5;

interface HistoryProps {
  readonly target: ReplicaView;
  readonly isBusy: boolean;
  readonly act: Act;
}

/** What became of each backup on a target, newest first. */
export function CopyHistory({ target, isBusy, act }: HistoryProps): ReactNode {
  const { text } = useWords();
  const [all, setAll] = useState(false);
  const { copies } = target;
  if (copies.length === 0) return <p className="secondary">{text('panel.replica.copies.none')}</p>;
  return (
    <>
      <table className="sheet" aria-label={text('panel.replica.copies.title', { target: target.name })}>
        <thead>
          <tr>
            <th scope="col">{text('panel.replica.copies.backup')}</th>
            <th scope="col">{text('panel.replica.copies.state')}</th>
            <th scope="col">{text('panel.replica.copies.when')}</th>
            <th scope="col">{text('panel.replica.copies.why')}</th>
            <td aria-label={text('panel.replica.copies.acts')} />
          </tr>
        </thead>
        <tbody>
          {(all ? copies : copies.slice(0, shownAtFirst)).map((copy) => (
            <Row key={copy.backupId} copy={copy} isBusy={isBusy} act={act} />
          ))}
        </tbody>
      </table>
      {all || copies.length <= shownAtFirst ? null : (
        <div>
          <Button onPress={() => setAll(true)}>{text('panel.replica.copies.all', { count: copies.length })}</Button>
        </div>
      )}
    </>
  );
}

interface RowProps extends Omit<HistoryProps, 'target'> {
  readonly copy: ReplicaCopy;
}

function Row({ copy, isBusy, act }: RowProps): ReactNode {
  const { error } = useWords();
  return (
    <tr>
      <td className="mono selectable">{copy.backup}</td>
      <td>
        <CopyStateText copy={copy} />
      </td>
      <td>
        <CopyWhen copy={copy} />
      </td>
      <td className="small selectable">{copy.reason === null ? null : error(copy.reason).message}</td>
      <td className="copy-acts">
        <CopyActs copy={copy} isBusy={isBusy} act={act} />
      </td>
    </tr>
  );
}
