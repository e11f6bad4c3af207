import type { ReactNode } from 'react';
import type { Finding } from '../../../shared/model/report.ts';
import { Light } from '../../ui/light.tsx';
import { useWords } from '../../words.tsx';
import { sentencePieces, subjectBeside } from './health-facts.ts';

/** One thing that was examined: its light, what it is, what was found. */
export function FindingRow({ finding }: { readonly finding: Finding }): ReactNode {
  const { text, finding: sentenceOf } = useWords();
  const sentence = sentenceOf(finding);
  const subject = subjectBeside(finding, sentence);
  return (
    <li className="finding">
      <Light state={finding.state} label={text(`panel.health.state.${finding.state}`)} />
      <span className="finding-check">{text(`words.check.${finding.check}`)}</span>
      <div className="finding-text selectable">
        <p>
          {sentencePieces(sentence).map(({ text, code }, at) =>
            // The pieces of one sentence never change places.
            code ? (
              <code key={at} className="mono">
                {text}
              </code>
            ) : (
              text
            ),
          )}
        </p>
        {subject === null ? null : <p className="mono secondary">{subject}</p>}
      </div>
    </li>
  );
}
