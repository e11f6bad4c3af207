import type { ReactNode } from 'react';
import type { BackupPreview } from '../../../shared/model/report.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords } from '../../words.tsx';
import type { LatestAnswer } from '../latest-answer.ts';
import { previewRows } from './preview-rows.ts';

interface FactsProps {
  readonly preview: LatestAnswer<BackupPreview>;
  /** Every source is unticked, so there is nothing to look at. */
  readonly nothingChosen: boolean;
}

/** What the backup would do, as last looked at; the old numbers stay until the new ones come. */
export function BackupFacts({ preview, nothingChosen }: FactsProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const { value, error, current, again } = preview;
  if (nothingChosen) return <Note state="attention">{text('panel.backup.noSources')}</Note>;
  return (
    <section className="plan-facts-section" aria-busy={!current}>
      <div className="plan-facts-head">
        <h3 className="field-label">{text('panel.backup.facts')}</h3>
        <span className="small secondary" role="status">
          {current || value === null ? '' : text('panel.backup.looking')}
        </span>
      </div>
      {value === null && error === null ? <Loading label={text('panel.backup.loading')} /> : null}
      {value === null ? null : (
        <dl className="plan-facts">
          {previewRows(value, words).map(({ id, value, detail }) => (
            <div key={id} className="plan-facts-row">
              <dt>{text(`panel.backup.row.${id}`)}</dt>
              <dd className="selectable">
                {value}
                {detail === null ? null : <span className="field-hint">{detail}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {error === null ? null : <ErrorNote error={error} />}
      {value?.refusals.map((refusal) => (
        <ErrorNote key={`${refusal.code} ${JSON.stringify(refusal.params)}`} error={refusal} />
      ))}
      {error === null && (value === null || value.refusals.length === 0) ? null : (
        <div>
          <Button onPress={again}>{text('panel.backup.again')}</Button>
        </div>
      )}
      {value === null || value.notes.length === 0 ? null : (
        <Note state="attention">
          {value.notes.map(({ kind, subject }) => (
            <p key={`${kind} ${subject}`}>{text(`words.note.${kind}`, { subject })}</p>
          ))}
        </Note>
      )}
    </section>
  );
}
