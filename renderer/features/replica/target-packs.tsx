import { type ReactNode, useEffect, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { ReplicaPack, ReplicaView } from '../../../shared/model/replica.ts';
import { call, reportOf } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from '../stack/use-act.ts';

interface PacksProps {
  readonly target: ReplicaView;
  readonly isBusy: boolean;
}

/** The packs that lie on a target, looked at now; those that are not known here can be taken over. */
export function TargetPacks({ target, isBusy }: PacksProps): ReactNode {
  const { text } = useWords();
  const { packs, error } = usePacks(target.id);
  const act = useAct();
  const unknown = packs?.filter(({ backupId }) => backupId === null).length ?? 0;
  const adopt = (): void => act.run(async () => call('replicas.adopt', { replica: target.id }));
  if (error !== null) return <ErrorNote error={error} />;
  if (packs === null) return <Loading label={text('panel.replica.packs.looking')} />;
  if (packs.length === 0) return <p className="secondary">{text('panel.replica.packs.none')}</p>;
  return (
    <div className="target-packs">
      <table className="sheet" aria-label={text('panel.replica.packs.title', { target: target.name })}>
        <thead>
          <tr>
            <th scope="col">{text('panel.replica.packs.name')}</th>
            <th scope="col">{text('panel.replica.packs.made')}</th>
            <th scope="col">{text('panel.replica.packs.size')}</th>
            <th scope="col">{text('panel.replica.packs.record')}</th>
          </tr>
        </thead>
        <tbody>
          {packs.map((pack) => (
            <Row key={pack.name} pack={pack} />
          ))}
        </tbody>
      </table>
      {unknown === 0 ? null : (
        <div>
          <Button isPending={act.busy || isBusy} onPress={adopt}>
            {text('panel.replica.packs.adopt', { count: unknown })}
          </Button>
          <p className="field-hint">{text('panel.replica.packs.adoptHint')}</p>
        </div>
      )}
      {act.error === null ? null : <ErrorNote error={act.error} />}
    </div>
  );
}

function Row({ pack }: { readonly pack: ReplicaPack }): ReactNode {
  const { text, bytes } = useWords();
  return (
    <tr>
      <td className="mono selectable">{pack.name}</td>
      <td>
        <Ago time={pack.createdAt} />
      </td>
      <td>{bytes(pack.bytes)}</td>
      <td>{text(`panel.replica.packs.${pack.backupId === null ? 'unknown' : 'known'}`)}</td>
    </tr>
  );
}

interface Seen {
  readonly packs: readonly ReplicaPack[] | null;
  readonly error: ErrorReport | null;
}

function usePacks(replica: string): Seen {
  const [seen, setSeen] = useState<Seen>({ packs: null, error: null });
  useEffect(() => {
    let wanted = true;
    const take = (next: Seen): void => {
      if (wanted) setSeen(next);
    };
    call('replicas.packs', { replica }).then(
      (packs) => take({ packs, error: null }),
      (error: unknown) => take({ packs: null, error: reportOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [replica]);
  return seen;
}
