import { type ReactNode, useState } from 'react';
import { backupModes } from '../../../shared/model/backup.ts';
import type { CoveredSource } from '../../../shared/model/coverage.ts';
import { databaseServerName } from '../../../shared/stack/database-server-name.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, Loading } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Light } from '../../ui/light.tsx';
import { Note } from '../../ui/note.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { useCoverage } from './use-coverage.ts';

/** Everything of a stack that holds state, and whether its backups hold it. */
export function CoverageTab({ stack }: { readonly stack: StackView }): ReactNode {
  const { id, lastGood, backups, definition, backup } = stack;
  const [attempt, setAttempt] = useState(1);
  // Looked at anew when a backup came or went, or what is left out has changed.
  const key = [attempt, lastGood?.id, backups, ...definition.exclude, '', ...backup.leftOut].join('\n');
  return <Coverage key={key} stackId={id} onAgain={() => setAttempt(attempt + 1)} />;
}

interface CoverageProps {
  readonly stackId: string;
  readonly onAgain: () => void;
}

function Coverage({ stackId, onAgain }: CoverageProps): ReactNode {
  const { text } = useWords();
  const { coverage, error } = useCoverage(stackId);
  if (error !== null)
    return (
      <div className="section">
        <ErrorNote error={error} />
        <div>
          <Button onPress={onAgain}>{text('panel.stack.coverage.again')}</Button>
        </div>
      </div>
    );
  if (coverage === null) return <Loading label={text('panel.stack.loading')} />;
  const { sources, exclude, notes } = coverage;
  return (
    <div className="sections">
      {sources.length === 0 ? <Empty sentence={text('panel.stack.coverage.none')} /> : <Sources sources={sources} />}
      {notes.length === 0 ? null : (
        <section className="section">
          <h2>{text('panel.stack.coverage.notes')}</h2>
          {notes.map(({ kind, subject }) => (
            <Note key={`${kind} ${subject}`} state="attention">
              {text(`words.note.${kind}`, { subject })}
            </Note>
          ))}
        </section>
      )}
      <section className="section">
        <h2>{text('panel.stack.coverage.exclude')}</h2>
        {exclude.length === 0 ? (
          <p className="secondary">{text('panel.stack.coverage.excludeNone')}</p>
        ) : (
          <ul className="plain-list mono selectable">
            {exclude.map((glob) => (
              <li key={glob}>{glob}</li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Sources({ sources }: { readonly sources: readonly CoveredSource[] }): ReactNode {
  const { text } = useWords();
  return (
    <table className="sheet" aria-label={text('panel.stack.coverage.label')}>
      <thead>
        <tr>
          <th scope="col">{text('panel.stack.coverage.source')}</th>
          <th scope="col">{text('panel.stack.coverage.place')}</th>
          <th scope="col">{text('panel.stack.coverage.state')}</th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr key={source.id}>
            <td>
              {source.name}
              <SourceKindText source={source} />
            </td>
            <td className="mono selectable sheet-path">{source.location}</td>
            <td>
              <SourceState source={source} />
              <SourceModes source={source} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SourceKindText({ source: { kind, database } }: { readonly source: CoveredSource }): ReactNode {
  const { text } = useWords();
  const server = database === null ? null : databaseServerName(database.engine, database.version);
  return (
    <div className="secondary small">
      {[text(`panel.stack.sourceKind.${kind}`), server].filter((part) => part !== null).join(' · ')}
    </div>
  );
}

/** What each mode does with it, where that is not simply a copy; and why it cannot be dumped. */
function SourceModes({ source: { modes, database } }: { readonly source: CoveredSource }): ReactNode {
  const { text, error } = useWords();
  const fault = database?.fault ?? null;
  if (modes === null || backupModes.every((mode) => modes[mode] === 'copied' || modes[mode] === 'left-out'))
    return null;
  return (
    <>
      <ul className="plain-list small secondary source-modes" aria-label={text('panel.stack.coverage.modes')}>
        {backupModes.map((mode) => (
          <li key={mode}>
            {text('panel.stack.coverage.inMode', {
              mode: text(`panel.backup.modes.${mode}`),
              treatment: text(`words.treatment.${modes[mode]}`),
            })}
          </li>
        ))}
      </ul>
      {fault === null ? null : <Note state="attention">{error(fault).message}</Note>}
    </>
  );
}

function SourceState({ source }: { readonly source: CoveredSource }): ReactNode {
  const { text } = useWords();
  const { kind, state, since, omitted } = source;
  const isWhole = state === 'covered' && omitted === 0;
  // On purpose is no fault; good it is not either.
  const light = state === 'excluded' ? 'none' : isWhole ? 'good' : 'attention';
  return (
    <div className="source-state">
      <Light state={light} label="" />
      <div>
        {text(
          kind === 'database' && state === 'excluded'
            ? 'panel.stack.coverage.notDumped'
            : `panel.stack.coverage.${state}`,
        )}{' '}
        {since === null ? null : <Ago time={since} />}
        {omitted === 0 ? null : <div className="small">{text('panel.stack.coverage.omitted', { count: omitted })}</div>}
      </div>
    </div>
  );
}
