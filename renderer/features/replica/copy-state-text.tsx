import type { ReactNode } from 'react';
import type { ReplicaCopy } from '../../../shared/model/replica.ts';
import { Light } from '../../ui/light.tsx';
import { Ago, useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { copyLight } from './backup-copies.ts';

interface CopyProps {
  /** Null where no copy was wanted. */
  readonly copy: ReplicaCopy | null;
}

/** What became of one copy. */
export function CopyStateText({ copy }: CopyProps): ReactNode {
  const { text } = useWords();
  return (
    <span className="state-words">
      <Light state={copyLight(copy)} label="" />
      <span>{text(`panel.replica.copyState.${copy?.state ?? 'none'}`)}</span>
    </span>
  );
}

/** When a copy was read back last, or is tried again. */
export function CopyWhen({ copy }: { readonly copy: ReplicaCopy }): ReactNode {
  const { text, ago } = useWords();
  const now = useNow();
  const { state, verifiedAt, nextTryAt } = copy;
  if (state === 'waiting' && nextTryAt !== null)
    return (
      <time dateTime={nextTryAt} title={nextTryAt}>
        {text('panel.replica.copies.again', { when: ago(nextTryAt, Math.min(now, Date.parse(nextTryAt))) })}
      </time>
    );
  return verifiedAt === null ? null : <Ago time={verifiedAt} />;
}
