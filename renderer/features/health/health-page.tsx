import { type ReactNode, useEffect } from 'react';
import type { Finding } from '../../../shared/model/report.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Light } from '../../ui/light.tsx';
import { Note } from '../../ui/note.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { FindingRow } from './finding-row.tsx';
import { useHealth } from './health.ts';
import { verdictOf, worstFirst } from './health-facts.ts';

interface ResultProps {
  readonly findings: readonly Finding[];
  readonly at: string;
  /** A newer examination is under way. */
  readonly old: boolean;
}

function Result({ findings, at, old }: ResultProps): ReactNode {
  const { text } = useWords();
  const verdict = verdictOf(findings);
  return (
    <div className={old ? 'health-result health-old' : 'health-result'} aria-busy={old}>
      {verdict === null ? null : (
        <Note state={verdict.state}>
          <p>{text(`panel.health.${verdict.state}`, { count: verdict.count })}</p>
          <p className="small">
            <Examined at={at} />
          </p>
        </Note>
      )}
      <ul className="findings" aria-label={text('panel.health.findings')}>
        {worstFirst(findings).map((finding) => (
          <FindingRow key={`${finding.check} ${finding.state} ${finding.subject ?? ''}`} finding={finding} />
        ))}
      </ul>
    </div>
  );
}

// As many as an installation with one stack has, so that little moves when they come.
const expected = Array.from({ length: 10 }, (_, at) => at);

function Waiting(): ReactNode {
  const { text } = useWords();
  return (
    <div className="health-result" role="status" aria-label={text('panel.health.examining')}>
      <div className="health-waiting-note" />
      <ul className="findings" aria-hidden>
        {expected.map((at) => (
          <li key={at} className="finding">
            <Light state="none" label="" />
            <span className="loading-bar" />
            <span className="loading-bar" />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Examined({ at }: { readonly at: string }): ReactNode {
  const { text } = useWords();
  const [before = '', after = ''] = text('panel.health.examined', { when: '\n' }).split('\n');
  return (
    <>
      {before}
      <Ago time={at} />
      {after}
    </>
  );
}

/** What must hold on this machine, and what of it does not. */
export function HealthPage(): ReactNode {
  const { text } = useWords();
  const { findings, at, examining, error, examine } = useHealth();
  const again = (): void => {
    // The store shows its own failure.
    examine().catch(() => undefined);
  };
  useEffect(again, [examine]);
  return (
    <div className="health">
      <header className="page-head">
        <h1>{text('panel.frame.health')}</h1>
        <Button kind="primary" isPending={examining} onPress={again}>
          <span className="health-again">{text(examining ? 'panel.health.examining' : 'panel.health.again')}</span>
        </Button>
      </header>
      {error === null || examining ? null : <ErrorNote error={error} />}
      {findings !== null && at !== null ? <Result findings={findings} at={at} old={examining} /> : null}
      {findings === null && examining ? <Waiting /> : null}
    </div>
  );
}
