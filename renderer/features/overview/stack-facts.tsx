import type { ReactNode } from 'react';
import { type BackupView, isGood, type StackView } from '../../../shared/model/view.ts';
import { useWords } from '../../words.tsx';

const unknown = '–';

interface StackFactsProps {
  readonly stack: StackView;
  /** Undefined until they are known. */
  readonly backups: readonly BackupView[] | undefined;
}

/** Numbers of the last good backup, and how many backups there are. */
export function StackFacts({ stack: { lastGood, backups: known }, backups }: StackFactsProps): ReactNode {
  const { text, bytes } = useWords();
  const all = backups?.filter(({ status }) => status !== 'running').length ?? known;
  const good = backups?.filter(isGood).length ?? all;
  return (
    <dl className="card-facts">
      <Fact name={text('panel.overview.fact.size')} value={lastGood === null ? unknown : bytes(lastGood.storedBytes)} />
      <Fact name={text('panel.overview.fact.version')} value={lastGood?.appVersion ?? unknown} />
      <Fact
        name={text('panel.overview.fact.backups')}
        value={good >= all ? String(all) : text('panel.overview.fact.someGood', { good, all })}
      />
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div className="fact">
      <dt className="secondary">{name}</dt>
      <dd title={value}>{value}</dd>
    </div>
  );
}
