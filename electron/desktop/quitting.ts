import { app } from 'electron';
import type { CallInput } from '../../shared/ipc/contract.ts';
import type { Job } from '../../shared/model/job.ts';
import type { Engine } from '../core/engine-api.ts';
import type { PanelWindow } from './window.ts';

/**
 * The way out. While a job of this process runs, the operator is asked: wait for it, cancel it (services come back
 * first), or stay. Nothing quits before the engine is closed.
 */
export class Quitting {
  readonly #engine: Engine;
  readonly #window: PanelWindow;
  readonly #open = new Map<string, Job>();
  #state: 'staying' | 'waiting' | 'closing' | 'closed' = 'staying';

  constructor(engine: Engine, window: PanelWindow) {
    this.#engine = engine;
    this.#window = window;
    engine.onJob((job) => {
      if (job.endedAt === null) this.#open.set(job.id, job);
      else this.#open.delete(job.id);
      if (this.#state === 'waiting' && this.#open.size === 0) this.#close();
    });
  }

  /** From the tray or the menu. */
  ask(): void {
    const [job] = this.#open.values();
    if (job === undefined) {
      this.#close();
      return;
    }
    this.#window.show();
    this.#window.send({ type: 'quit-asked', job });
  }

  /** Whether the engine is closed and nothing holds the process any more. */
  get done(): boolean {
    return this.#state === 'closed';
  }

  /** For a window that is closed and does not hide. */
  mayClose(): 'close' | 'stay' {
    if (this.#state === 'closed') return 'close';
    this.ask();
    return 'stay';
  }

  /** For every quit that Electron begins by itself. */
  guard(event: { preventDefault: () => void }): void {
    if (this.#state === 'closed') return;
    event.preventDefault();
    if (this.#state === 'staying') this.ask();
  }

  decide(decision: CallInput<'panel.quit'>['decision']): void {
    if (decision === 'stay') this.#state = 'staying';
    else if (decision === 'cancel' || this.#open.size === 0) this.#close();
    else this.#state = 'waiting';
  }

  /** Closing the engine cancels what runs and waits until its clean-up is done. */
  #close(): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#state = 'closing';
    this.#engine
      .close()
      .catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
      .finally(() => {
        this.#state = 'closed';
        app.quit();
      });
  }
}
