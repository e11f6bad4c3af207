import type { ReactNode } from 'react';
import type { BackupSource } from '../../../shared/model/backup.ts';
import { useWords } from '../../words.tsx';

const omissionsShown = 20;

/** What each source gave to a backup, and what of it could not be kept. */
export function BackupSources({ sources }: { readonly sources: readonly BackupSource[] }): ReactNode {
  const { text, bytes } = useWords();
  if (sources.length === 0) return <p className="secondary">{text('panel.stack.details.noSources')}</p>;
  return (
    <table className="sheet selectable" aria-label={text('panel.stack.details.sources')}>
      <thead>
        <tr>
          <th scope="col">{text('panel.stack.details.source')}</th>
          <th scope="col" className="sheet-number">
            {text('panel.stack.details.data')}
          </th>
          <th scope="col" className="sheet-number">
            {text('panel.stack.details.stored')}
          </th>
          <th scope="col" className="sheet-number">
            {text('panel.stack.details.entries')}
          </th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr key={source.id}>
            <td>
              {source.name} <span className="secondary small">{text(`panel.stack.sourceKind.${source.kind}`)}</span>
              <Omissions of={source} />
            </td>
            <td className="sheet-number">{bytes(source.rawBytes)}</td>
            <td className="sheet-number">{bytes(source.storedBytes)}</td>
            <td className="sheet-number">{source.entries}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Omissions({ of }: { readonly of: BackupSource }): ReactNode {
  const { text } = useWords();
  const { omitted } = of;
  if (omitted.length === 0) return null;
  const hidden = omitted.length - omissionsShown;
  return (
    <div className="omissions small">
      <p>{text('panel.stack.details.omitted', { count: omitted.length })}</p>
      <ul>
        {omitted.slice(0, omissionsShown).map(({ path, reason }) => (
          <li key={path}>
            <span className="mono">{path}</span> <span className="secondary">{text(`words.omission.${reason}`)}</span>
          </li>
        ))}
      </ul>
      {hidden > 0 ? <p className="secondary">{text('panel.stack.details.more', { count: hidden })}</p> : null}
    </div>
  );
}
