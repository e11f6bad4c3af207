import type { ReactNode } from 'react';
import type { ReplicaView } from '../../../shared/model/replica.ts';
import { useWords } from '../../words.tsx';
import { keepsWords } from '../schedule/policy-words.ts';
import { Facts } from '../stack/facts.tsx';

/** What is set and known of a target. */
export function TargetFacts({ target }: { readonly target: ReplicaView }): ReactNode {
  const words = useWords();
  const { text, bytes, speed } = words;
  const { place, freeBytes, password, retention, required, limit } = target;
  return (
    <Facts
      rows={[
        [
          text('panel.replica.card.space'),
          freeBytes === null
            ? text('panel.replica.card.spaceUnknown')
            : text('panel.replica.card.spaceOf', { bytes: bytes(freeBytes) }),
        ],
        [text('panel.replica.card.protection'), text(`panel.replica.protection.${place.kind}`)],
        [text('panel.replica.card.password'), password === null ? null : text(`panel.replica.password.${password}`)],
        [text('panel.replica.card.keeps'), keepsWords(retention, words)],
        [text('panel.replica.card.required'), text(`panel.replica.required.${required ? 'yes' : 'no'}`)],
        [text('panel.replica.card.limit'), limit === null ? null : speed(limit)],
      ]}
    />
  );
}
