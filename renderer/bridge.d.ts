import type { PanelEvent } from '../shared/ipc/events.ts';

declare global {
  interface Window {
    /** What the preload puts there, and nothing else of the outside. */
    readonly lifeboat: {
      readonly call: (name: string, input: unknown) => Promise<unknown>;
      readonly on: (listener: (event: PanelEvent) => void) => () => void;
    };
  }
  /** Style sheets are named by the page's entry alone. */
  module '*.css';
}
