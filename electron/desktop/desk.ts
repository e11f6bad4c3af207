import type { Begun, CallInput, PanelState } from '../../shared/ipc/contract.ts';
import type { Clock } from '../core/clock.ts';
import type { Engine, RunningJob } from '../core/engine-api.ts';
import type { ChosenPaths, Purpose } from './chosen-paths.ts';

/** What the handlers of the window's calls work with. */
export interface Desk {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly paths: ChosenPaths;
  readonly panel: PanelPart;
  /**
   * Begins what the operator has asked for, once what runs by itself has given way, and answers with the job's id; how
   * it ends is told by events and stands in the catalog. What is handed in may be called more than once.
   */
  readonly begin: (start: () => RunningJob<unknown>) => Promise<Begun>;
  readonly showFolder: (path: string) => void;
  /** After a stack was added or removed: what is outside of the window shows them too. */
  readonly stacksChanged: () => void;
}

/** What only Electron can do, as far as the window may ask for it. */
export interface PanelPart {
  state(): PanelState;
  set(change: CallInput<'panel.set'>): Promise<PanelState>;
  openLogs(): Promise<void>;
  quit(decision: CallInput<'panel.quit'>['decision']): void;
  choosePath(purpose: Purpose): Promise<string | null>;
}
