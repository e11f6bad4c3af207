import { type ReactNode, useRef } from 'react';
import { useFocusKept } from './focus.ts';
import { Light, type LightState } from './light.tsx';

interface NoteProps {
  readonly state: LightState;
  readonly children: ReactNode;
}

/** A sentence that stands out, with its state. */
export function Note({ state, children }: NoteProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useFocusKept(box);
  return (
    <div ref={box} className={`note note-${state}`} role="status">
      <Light state={state} label="" />
      <div className="note-text">{children}</div>
    </div>
  );
}
