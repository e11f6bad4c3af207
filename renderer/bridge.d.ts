import type { CallName, CallOutput } from '../shared/ipc/contract.ts';
import type { PanelEvent } from '../shared/ipc/events.ts';
import type { Reply } from '../shared/ipc/reply.ts';

declare global {
  interface Window {
    /** What the preload puts there, and nothing else of the outside. */
    readonly lifeboat: {
      readonly call: <Name extends CallName>(name: Name, input: unknown) => Promise<Reply<CallOutput<Name>>>;
      readonly on: (listener: (event: PanelEvent) => void) => () => void;
    };
  }
}
