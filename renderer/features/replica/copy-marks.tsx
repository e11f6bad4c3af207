import type { ReactNode } from 'react';
import { Light } from '../../ui/light.tsx';
import { useWords } from '../../words.tsx';
import { copyLight, type CopyMark } from './backup-copies.ts';

/** What became of a backup on each target: a mark per target, its words on hover and for screen readers. */
export function CopyMarks({ marks }: { readonly marks: readonly CopyMark[] }): ReactNode {
  const { text } = useWords();
  const [only, ...others] = marks;
  return (
    <span className="copy-marks">
      {marks.map(({ replicaId, target, copy }) => {
        const state = text(`panel.replica.copyState.${copy?.state ?? 'none'}`);
        const said = text('panel.replica.named', { target, state });
        return (
          <span key={replicaId} className="copy-mark" title={said}>
            <Light state={copyLight(copy)} label={said} />
          </span>
        );
      })}
      {only === undefined || others.length > 0 ? null : (
        <span className="one-line" aria-hidden>
          {only.target}
        </span>
      )}
    </span>
  );
}
